package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BoardCodecTest {
  private static final NoticeRules RULES =
      new NoticeRules(
          List.of(new ChannelRule("mail", 3), new ChannelRule("trap", 100)),
          List.of(
              new Route(
                  Set.of(),
                  Severity.INFO,
                  List.of(
                      new Step(Duration.ZERO, List.of("mail")),
                      new Step(Duration.ofMinutes(7), List.of("trap", "mail"))),
                  Optional.of(Duration.ofMinutes(30)))));

  private static final List<NoticeKind> RAISABLE =
      Arrays.stream(NoticeKind.values()).filter(NoticeKind::isRaisable).toList();

  private static NoticeBoard read(byte[] state, NoticeRules rules, FakeClock clock) {
    return switch (NoticeBoard.decode(state, rules, clock, NoticeListener.NONE)) {
      case Decoded.Value<NoticeBoard>(var board) -> board;
      case Decoded.Refused<NoticeBoard>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  /** Some life of a board; no two messages of one channel are ever under way. */
  private static void live(NoticeBoard board, FakeClock clock, SplittableRandom random, int steps) {
    List<Errand> underWay = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      NoticeKind kind = RAISABLE.get(random.nextInt(RAISABLE.size()));
      String subject = "s" + random.nextInt(5);
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> {
          var _ = board.raise(kind, subject, "text " + i);
        }
        case 3 -> {
          boolean _ = board.clear(kind, subject);
        }
        case 4 -> {
          var _ = board.acknowledge(NoticeKey.of(kind, subject), "person");
        }
        case 5 -> {
          var _ = board.test("mail", "person");
        }
        case 6 -> clock.advance(Duration.ofSeconds(random.nextInt(1_200)));
        default -> underWay = ended(board, underWay, random);
      }
      underWay.addAll(board.due());
      assertThat(underWay.stream().map(Errand::channel).collect(Collectors.toSet()))
          .hasSameSizeAs(underWay);
      assertThat(board.channels())
          .allSatisfy(
              each -> assertThat(each.waiting()).isLessThanOrEqualTo(ChannelLine.WAITING_MAX + 1));
    }
  }

  private static List<Errand> ended(
      NoticeBoard board, List<Errand> underWay, SplittableRandom random) {
    for (Errand each : underWay) {
      switch (random.nextInt(4)) {
        case 0 -> board.failed(each, "no route");
        case 1 -> board.refused(each, "no such user");
        default -> board.sent(each);
      }
    }
    return new ArrayList<>();
  }

  @Test
  void whatWasWrittenGoesOnAsIfNothingHadBeen() {
    Property.forAll(Gen.seeds())
        .cases(100, 5_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var clock = FakeClock.of();
          var board = new NoticeBoard(RULES, clock, NoticeListener.NONE);
          live(board, clock, random, 80);
          byte[] state = board.encode();
          NoticeBoard read = read(state, RULES, clock);
          assertThat(read.encode()).isEqualTo(state);
          assertThat(read.open()).isEqualTo(board.open());
          live(read, clock, random, 40);
        });
  }

  @Test
  void whatWasUnderWayIsTriedAgain() {
    var clock = FakeClock.of();
    var board = new NoticeBoard(RULES, clock, NoticeListener.NONE);
    var _ = board.raise(NoticeKind.DISK_SHORT, "/", "full");
    Errand first = board.due().getFirst();
    Errand again = read(board.encode(), RULES, clock).due().getFirst();
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.attempts()).isEqualTo(2);
  }

  @Test
  void channelsThatAreGoneAreForgotten() {
    var clock = FakeClock.of();
    var board = new NoticeBoard(RULES, clock, NoticeListener.NONE);
    var _ = board.raise(NoticeKind.DISK_SHORT, "/", "full");
    board.due().forEach(board::sent);
    NoticeBoard read = read(board.encode(), NoticeRules.NONE, clock);
    assertThat(read.open()).singleElement().satisfies(each -> assertThat(each.told()).isEmpty());
    assertThat(read.channels()).isEmpty();
    clock.advance(Duration.ofHours(1));
    assertThat(read.due()).isEmpty();
    assertThat(read.clear(NoticeKind.DISK_SHORT, "/")).isTrue();
  }

  @Test
  void aFullBoardFitsItsBytes() {
    var clock = FakeClock.of();
    List<ChannelRule> channels = new ArrayList<>();
    for (int i = 0; i < NoticeRules.CHANNELS_MAX; i++) {
      channels.add(new ChannelRule("c".repeat(60) + i, 1_000));
    }
    var rules =
        new NoticeRules(
            channels,
            List.of(
                new Route(
                    Set.of(),
                    Severity.INFO,
                    List.of(
                        new Step(Duration.ZERO, channels.stream().map(ChannelRule::name).toList())),
                    Optional.empty())));
    var board = new NoticeBoard(rules, clock, NoticeListener.NONE);
    for (int i = 0; i < NoticeBoard.OPEN_MAX + NoticeBoard.CRITICAL_MAX; i++) {
      var _ =
          board.raise(
              NoticeKind.DISK_SHORT, i + "x".repeat(400), Severity.CRITICAL, "t".repeat(700));
      var _ = board.due();
    }
    NoticeBoard read = read(board.encode(), rules, clock);
    assertThat(read.open()).hasSize(NoticeBoard.OPEN_MAX + NoticeBoard.CRITICAL_MAX);
  }

  @Test
  void noChangedByteMakesItThrow() {
    var clock = FakeClock.of();
    var board = new NoticeBoard(RULES, clock, NoticeListener.NONE);
    live(board, clock, new SplittableRandom(7), 25);
    byte[] state = board.encode();
    for (int at = 0; at < state.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] changed = state.clone();
        changed[at] ^= (byte) (1 << bit);
        switch (NoticeBoard.decode(changed, RULES, clock, NoticeListener.NONE)) {
          case Decoded.Value<NoticeBoard>(var read) -> {
            assertThat(read.encode()).isNotEqualTo(state);
            var _ = read.due();
          }
          case Decoded.Refused<NoticeBoard>(var refusal) ->
              assertThat(refusal.offset()).isBetween(0, state.length);
        }
      }
    }
    for (int length = 0; length < state.length; length++) {
      assertThat(
              NoticeBoard.decode(Arrays.copyOf(state, length), RULES, clock, NoticeListener.NONE))
          .isInstanceOf(Decoded.Refused.class);
    }
  }
}
