package dev.penstock.notices;

import static dev.penstock.notices.NoticeKind.APPROVAL_WAITING;
import static dev.penstock.notices.NoticeKind.CHANNEL_FAILED;
import static dev.penstock.notices.NoticeKind.DISK_SHORT;
import static dev.penstock.notices.NoticeKind.NODE_STARTED;
import static dev.penstock.notices.NoticeKind.SOURCE_SILENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.notices.NoticeBoard.Acknowledging;
import dev.penstock.notices.NoticeBoard.ChannelState;
import dev.penstock.notices.NoticeBoard.Raising;
import dev.penstock.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 6.2. Req: 62443-4-2 CR 2.10. Req: 62443-4-2 CR 2.9 RE(1). */
class NoticeBoardTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeClock clock = FakeClock.of();
  private final List<NoticeEvent> events = new ArrayList<>();

  /** Silence goes to mail at once, to the pager after 10 minutes; all else to mail. */
  private static NoticeRules rules() {
    return new NoticeRules(
        List.of(new ChannelRule("mail", 20), new ChannelRule("pager", 5)),
        List.of(
            new Route(
                Set.of(SOURCE_SILENT),
                Severity.INFO,
                List.of(
                    new Step(Duration.ZERO, List.of("mail")),
                    new Step(Duration.ofMinutes(10), List.of("pager"))),
                Optional.of(Duration.ofHours(1))),
            new Route(
                Set.of(DISK_SHORT),
                Severity.INFO,
                List.of(new Step(Duration.ofMinutes(2), List.of("mail"))),
                Optional.empty()),
            new Route(
                Set.of(CHANNEL_FAILED, NODE_STARTED),
                Severity.INFO,
                List.of(new Step(Duration.ZERO, List.of("mail", "pager"))),
                Optional.empty())));
  }

  private NoticeBoard board() {
    return new NoticeBoard(rules(), clock, events::add);
  }

  private static Errand one(NoticeBoard board) {
    List<Errand> due = board.due();
    assertThat(due).hasSize(1);
    return due.getFirst();
  }

  private static void sendAll(NoticeBoard board) {
    for (List<Errand> due = board.due(); !due.isEmpty(); due = board.due()) {
      due.forEach(board::sent);
    }
  }

  private static String shown(Errand errand) {
    return errand.channel() + " " + errand.occasion().wireName() + " " + errand.notice().subject();
  }

  private static ChannelState channel(NoticeBoard board, String name) {
    return board.channels().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aConditionIsToldOnceHoweverOftenItIsRaised() {
    NoticeBoard board = board();
    assertThat(board.raise(SOURCE_SILENT, "plc7", "quiet for 5 min")).isEqualTo(Raising.NEW);
    Errand told = one(board);
    assertThat(shown(told)).isEqualTo("mail raised plc7");
    board.sent(told);
    clock.advance(MINUTE);
    assertThat(board.raise(SOURCE_SILENT, "plc7", "quiet for 6 min")).isEqualTo(Raising.OPEN);
    assertThat(board.due()).isEmpty();
    assertThat(board.open())
        .singleElement()
        .satisfies(each -> assertThat(each.notice().text()).isEqualTo("quiet for 6 min"));
    assertThat(events).filteredOn(NoticeEvent.Raised.class::isInstance).hasSize(1);
  }

  @Test
  void whoWasToldIsToldThatItIsOver() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    sendAll(board);
    clock.advance(MINUTE);
    assertThat(board.clear(SOURCE_SILENT, "plc7")).isTrue();
    Errand over = one(board);
    assertThat(shown(over)).isEqualTo("mail cleared plc7");
    assertThat(Duration.between(over.notice().since(), over.madeAt())).isEqualTo(MINUTE);
    assertThat(board.open()).isEmpty();
    assertThat(board.clear(SOURCE_SILENT, "plc7")).isFalse();
  }

  @Test
  void whatIsOverBeforeItsTimeToSettleIsNeverTold() {
    NoticeBoard board = board();
    var _ = board.raise(DISK_SHORT, "/data", "1 GiB left");
    clock.advance(MINUTE);
    assertThat(board.due()).isEmpty();
    assertThat(board.clear(DISK_SHORT, "/data")).isTrue();
    clock.advance(Duration.ofMinutes(5));
    assertThat(board.due()).isEmpty();
    // It is kept all the same.
    assertThat(events).hasSize(2);
  }

  @Test
  void whoeverWaitsBehindAStandingLineHearsTheNewestOnly() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc6", "quiet");
    Errand underWay = one(board);
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    assertThat(board.due()).as("one at a time").isEmpty();
    boolean _ = board.clear(SOURCE_SILENT, "plc7");
    board.sent(underWay);
    assertThat(shown(one(board))).isEqualTo("mail cleared plc7");
  }

  @Test
  void nobodyAnsweringTakesTheNextStep() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    sendAll(board);
    clock.advance(Duration.ofMinutes(9));
    assertThat(board.due()).isEmpty();
    clock.advance(MINUTE);
    assertThat(shown(one(board))).isEqualTo("pager escalated plc7");
    assertThat(events).contains(new NoticeEvent.Escalated(NoticeKey.of(SOURCE_SILENT, "plc7"), 1));
  }

  @Test
  void anAcknowledgementEndsEscalationAndRepetition() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    sendAll(board);
    NoticeKey key = NoticeKey.of(SOURCE_SILENT, "plc7");
    assertThat(board.acknowledge(key, "person-1")).isEqualTo(Acknowledging.DONE);
    assertThat(board.acknowledge(key, "person-2")).isEqualTo(Acknowledging.ALREADY);
    clock.advance(Duration.ofHours(5));
    assertThat(board.due()).isEmpty();
    assertThat(board.open().getFirst().acknowledged())
        .hasValueSatisfying(each -> assertThat(each.by()).isEqualTo("person-1"));
    boolean _ = board.clear(SOURCE_SILENT, "plc7");
    assertThat(shown(one(board))).isEqualTo("mail cleared plc7");
    assertThat(board.acknowledge(key, "person-1")).isEqualTo(Acknowledging.UNKNOWN);
  }

  @Test
  void whatGetsMoreSevereIsNewsToThoseWhoKnew() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", Severity.INFO, "quiet");
    sendAll(board);
    var _ = board.acknowledge(NoticeKey.of(SOURCE_SILENT, "plc7"), "person-1");
    var _ = board.raise(SOURCE_SILENT, "plc7", Severity.CRITICAL, "all quiet");
    Errand again = one(board);
    assertThat(shown(again)).isEqualTo("mail raised plc7");
    assertThat(again.notice().severity()).isEqualTo(Severity.CRITICAL);
    board.sent(again);
    var _ = board.raise(SOURCE_SILENT, "plc7", Severity.INFO, "quiet");
    assertThat(board.open().getFirst().notice().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(board.due()).isEmpty();
  }

  @Test
  void whatGoesOnIsRepeatedToAllWhoWereTold() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    sendAll(board);
    clock.advance(Duration.ofMinutes(10));
    sendAll(board);
    clock.advance(Duration.ofMinutes(59));
    assertThat(board.due()).isEmpty();
    clock.advance(MINUTE);
    assertThat(board.due().stream().map(NoticeBoardTest::shown))
        .containsExactly("mail repeated plc7", "pager repeated plc7");
  }

  @Test
  void aMomentIsToldAndNeverOpen() {
    NoticeBoard board = board();
    assertThat(board.raise(NODE_STARTED, "", "after an orderly end")).isEqualTo(Raising.MOMENT);
    assertThat(board.open()).isEmpty();
    assertThat(board.due().stream().map(NoticeBoardTest::shown))
        .containsExactly("mail happened ", "pager happened ");
  }

  @Test
  void whatNoRouteTakesIsOpenAndToldToNobody() {
    NoticeBoard board = board();
    var _ = board.raise(APPROVAL_WAITING, "41", "roles of somebody");
    assertThat(board.due()).isEmpty();
    assertThat(board.open()).hasSize(1);
  }

  @Test
  void aChannelThatFailsIsTriedLaterEachTime() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    board.failed(one(board), "connection refused");
    clock.advance(Duration.ofSeconds(9));
    assertThat(board.due()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    Errand second = one(board);
    assertThat(second.attempts()).isEqualTo(2);
    board.failed(second, "connection refused");
    clock.advance(Duration.ofSeconds(19));
    assertThat(board.due()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    board.sent(one(board));
    assertThat(channel(board, "mail").failuresInARow()).isZero();
  }

  @Test
  void aDeadChannelIsToldByAnotherAndNobodyWaitsForIt() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    for (int i = 0; i < 3; i++) {
      board.failed(one(board), "no route\r\nto host");
      clock.advance(MINUTE);
    }
    assertThat(channel(board, "mail").isFailing()).isTrue();
    List<String> heard = new ArrayList<>();
    for (List<Errand> due = board.due(); !due.isEmpty(); due = board.due()) {
      for (Errand each : due) {
        heard.add(shown(each));
        if (each.channel().equals("mail")) {
          board.failed(each, "no route");
        } else {
          board.sent(each);
        }
      }
    }
    assertThat(heard)
        .containsExactly("mail raised plc7", "pager escalated plc7", "pager raised mail");
    assertThat(board.open()).extracting(each -> each.notice().kind()).contains(CHANNEL_FAILED);
  }

  @Test
  void aChannelThatWorksAgainIsNoLongerAFailedOne() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    for (int i = 0; i < 3; i++) {
      board.failed(one(board), "no route");
      clock.advance(MINUTE);
    }
    board.due().forEach(board::sent);
    assertThat(board.open()).extracting(each -> each.notice().kind()).containsOnly(SOURCE_SILENT);
  }

  @Test
  void aMessageThatNobodyTakesForAnHourIsGivenUp() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    var _ = board.acknowledge(NoticeKey.of(SOURCE_SILENT, "plc7"), "person-1");
    NoticeBoard other = board();
    var _ = other.raise(NODE_STARTED, "", "");
    int tries = 0;
    for (int minute = 0; minute < 120; minute++) {
      for (Errand each : other.due()) {
        tries++;
        other.failed(each, "no route");
      }
      clock.advance(MINUTE);
    }
    assertThat(channel(other, "mail").waiting()).isZero();
    assertThat(tries).isBetween(10, 80);
    assertThat(events).filteredOn(NoticeEvent.GaveUp.class::isInstance).isNotEmpty();
    assertThat(board.due()).as("acknowledged before anybody was told").isEmpty();
  }

  @Test
  void whatAChannelRefusesIsNotTriedAgain() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    board.refused(one(board), "550 no such user");
    List<String> next = board.due().stream().map(NoticeBoardTest::shown).toList();
    assertThat(next).as("nobody waits 10 minutes for it").containsExactly("pager escalated plc7");
    assertThat(events)
        .contains(
            new NoticeEvent.GaveUp(
                NoticeKey.of(SOURCE_SILENT, "plc7"), "mail", 1, "550 no such user"));
  }

  @Test
  void aFloodIsHeldBackAndCounted() {
    NoticeBoard board = board();
    for (int i = 0; i < 100; i++) {
      var _ = board.raise(SOURCE_SILENT, "plc" + i, "quiet");
      board.due().forEach(board::sent);
    }
    sendAll(board);
    assertThat(events).filteredOn(NoticeEvent.Sent.class::isInstance).hasSize(20);
    assertThat(channel(board, "mail").held()).isEqualTo(80);
    // What matters most still has room.
    var _ = board.raise(SOURCE_SILENT, "the line", Severity.CRITICAL, "all quiet");
    Errand critical = one(board);
    assertThat(shown(critical)).isEqualTo("mail raised the line");
    board.sent(critical);
    board.settle(SOURCE_SILENT, Map.of());
    sendAll(board);
    events.clear();
    clock.advance(Duration.ofHours(1));
    Errand summary = one(board);
    assertThat(summary.occasion()).isEqualTo(Occasion.SUMMARY);
    assertThat(summary.notice().text()).startsWith("100 messages were held back");
    board.sent(summary);
    assertThat(board.due()).isEmpty();
    assertThat(channel(board, "mail").held()).isZero();
  }

  @Test
  void countsOfADeadChannelAddUp() {
    NoticeBoard board = board();
    long raised = 0;
    for (int hour = 0; hour < 5; hour++) {
      for (int i = 0; i < 60; i++) {
        var _ = board.raise(SOURCE_SILENT, "plc" + raised++, Severity.CRITICAL, "quiet");
      }
      for (Errand each : board.due()) {
        assertThat(each.attempts()).isPositive();
      }
      clock.advance(Duration.ofMinutes(61));
    }
    ChannelState mail = channel(board, "mail");
    assertThat(mail.waiting()).isLessThanOrEqualTo(ChannelLine.WAITING_MAX);
    assertThat(mail.held() + mail.waiting()).isGreaterThanOrEqualTo(raised - 10);
  }

  @Test
  void aTestIsTriedAtOnceAndOnce() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    board.failed(one(board), "no route");
    long id = board.test("mail", "person-1").orElseThrow();
    Errand test = one(board);
    assertThat(test.id()).isEqualTo(id);
    assertThat(test.occasion()).isEqualTo(Occasion.TEST);
    board.failed(test, "no route");
    assertThat(events.getLast())
        .isEqualTo(
            new NoticeEvent.GaveUp(NoticeKey.of(NoticeKind.TEST, "mail"), "mail", 1, "no route"));
    clock.advance(MINUTE);
    assertThat(one(board).notice().subject()).isEqualTo("plc7");
    assertThat(board.test("letter", "person-1")).isEmpty();
  }

  @Test
  void aClockThatIsSetBackDelaysNothing() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    sendAll(board);
    clock.set(clock.instant().minus(Duration.ofDays(3)));
    assertThat(board.due()).isEmpty();
    clock.advance(Duration.ofMinutes(10));
    assertThat(shown(one(board))).isEqualTo("pager escalated plc7");
  }

  @Test
  void aFullBoardHasRoomForWhatIsCritical() {
    NoticeBoard board = board();
    for (int i = 0; i < NoticeBoard.OPEN_MAX; i++) {
      assertThat(board.raise(APPROVAL_WAITING, "r" + i, "")).isEqualTo(Raising.NEW);
    }
    assertThat(board.raise(APPROVAL_WAITING, "one more", "")).isEqualTo(Raising.FULL);
    assertThat(board.raise(APPROVAL_WAITING, "two more", "")).isEqualTo(Raising.FULL);
    assertThat(events).filteredOn(NoticeEvent.Refused.class::isInstance).hasSize(1);
    assertThat(board.raise(DISK_SHORT, "/", "full")).isEqualTo(Raising.NEW);
    boolean _ = board.clear(APPROVAL_WAITING, "r0");
    boolean _ = board.clear(APPROVAL_WAITING, "r1");
    assertThat(board.raise(APPROVAL_WAITING, "one more", "")).isEqualTo(Raising.NEW);
  }

  @Test
  void settlingClearsWhatIsNoLongerSo() {
    NoticeBoard board = board();
    board.settle(SOURCE_SILENT, Map.of("a", "quiet", "b", "quiet"));
    board.settle(SOURCE_SILENT, Map.of("b", "quiet", "c", "quiet"));
    assertThat(board.open()).extracting(each -> each.notice().subject()).containsExactly("b", "c");
  }

  @Test
  void namesFromOutsideAreOneLine() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7\r\nBcc: everybody\u202e\ud800", "a\nb");
    Notice notice = one(board).notice();
    assertThat(notice.subject()).isEqualTo("plc7  Bcc: everybody");
    assertThat(notice.text()).isEqualTo("a b");
    assertThat(board.clear(SOURCE_SILENT, "plc7\r\nBcc: everybody\u202e\ud800")).isTrue();
  }

  @Test
  void nobodyElseMakesTheNoticesOfTheBoard() {
    NoticeBoard board = board();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> {
          var _ = board.raise(NoticeKind.TEST, "mail", "");
        });
  }

  @Test
  void lateWordsOfASenderAreNoWords() {
    NoticeBoard board = board();
    var _ = board.raise(SOURCE_SILENT, "plc7", "quiet");
    Errand errand = one(board);
    board.sent(errand);
    events.clear();
    board.sent(errand);
    board.failed(errand, "late");
    board.refused(errand, "late");
    assertThat(events).isEmpty();
  }
}
