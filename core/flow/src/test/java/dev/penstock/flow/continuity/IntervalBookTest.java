package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Gateway.SECOND;
import static dev.penstock.flow.continuity.Records.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.RollCall.Run;
import dev.penstock.evidence.record.RollCall.State;
import dev.penstock.flow.intake.Listening;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IntervalBookTest {
  /** Some number: ticks have no meaning but their distance. */
  private static final long TICKS = 123_456_789L;

  private final IntervalBook book = new IntervalBook(at(0), TICKS);

  private static long ticks(long seconds) {
    return TICKS + seconds * SECOND;
  }

  private static Instant instant(long seconds) {
    return Instant.ofEpochSecond(at(seconds) / SECOND);
  }

  private void up(String subscription, long seconds) {
    var up = new Listening.Up(instant(seconds), instant(seconds), 1, 1, true);
    book.changed("broker", subscription, up, ticks(seconds));
  }

  private void down(String subscription, long seconds) {
    var deaf = new Listening.Deaf(instant(seconds), "connection refused", null);
    book.changed("broker", subscription, deaf, ticks(seconds));
  }

  private RollCall close(long seconds) {
    var closed = book.close(at(seconds), ticks(seconds));
    assertThat(closed.findings()).isEmpty();
    assertThat(closed.rollCalls()).hasSize(1);
    return closed.rollCalls().get(0);
  }

  private static Run run(long first, long last, State state, long count, Long since) {
    return new Run(first, last, state, count, since);
  }

  @Test
  void whatCameIsHeardAndTheRestIsListenedFor() {
    up("plant/#", 0);
    for (long source = 1; source <= 5; source++) {
      book.follow(source, "broker", "plant/#");
    }
    book.heard(3, 2);
    book.heard(3, 5);

    assertThat(close(10))
        .isEqualTo(
            new RollCall(
                at(0),
                at(10),
                List.of(
                    run(1, 2, State.LISTENING, 0, null),
                    run(3, 3, State.HEARD, 7, null),
                    run(4, 5, State.LISTENING, 0, null))));
    assertThat(close(20).runs()).containsExactly(run(1, 5, State.LISTENING, 0, null));
  }

  @Test
  void aChangeThatClosesTheIntervalCostsNoOtherTime() {
    up("plant/#", 0);
    book.follow(1, "broker", "plant/#");
    assertThat(book.mustCloseBefore(ticks(4))).isTrue();
    assertThat(close(4).runs()).containsExactly(run(1, 1, State.LISTENING, 0, null));
    down("plant/#", 4);
    assertThat(close(9).runs()).containsExactly(run(1, 1, State.DEAF, 0, at(4)));
    up("plant/#", 9);
    book.heard(1, 3);

    assertThat(close(19))
        .isEqualTo(new RollCall(at(9), at(19), List.of(run(1, 1, State.HEARD, 3, null))));
  }

  @Test
  void anIntervalThatWasDeafForAMomentIsDeafAsAWholeAndKeepsItsCount() {
    up("plant/#", 0);
    book.follow(1, "broker", "plant/#");
    book.heard(1, 4);
    assertThat(book.mustCloseBefore(TICKS + SECOND / 2)).isFalse();
    book.changed(
        "broker", "plant/#", new Listening.Deaf(instant(0), "cut", null), TICKS + SECOND / 2);
    book.changed(
        "broker",
        "plant/#",
        new Listening.Up(instant(0), instant(0), 1, 1, true),
        TICKS + SECOND / 2 + 1);

    assertThat(close(10).runs()).containsExactly(run(1, 1, State.DEAF, 4, at(0)));
    assertThat(close(20).runs()).containsExactly(run(1, 1, State.LISTENING, 0, null));
  }

  @Test
  void aSourceIsDeafOnlyWhenAllThatAskForItAreDownAndSinceTheLastWentDown() {
    up("a/#", 0);
    up("b/#", 0);
    book.follow(1, "broker", "a/#");
    book.follow(1, "broker", "b/#");
    down("a/#", 2);
    assertThat(close(10).runs()).containsExactly(run(1, 1, State.LISTENING, 0, null));
    down("b/#", 10);
    assertThat(close(20).runs()).containsExactly(run(1, 1, State.DEAF, 0, at(10)));
    assertThat(close(30).runs()).containsExactly(run(1, 1, State.DEAF, 0, at(10)));
  }

  @Test
  void aSubscriptionThatWasNeverGrantedIsDeafSinceTheBeginning() {
    book.follow(1, "broker", "plant/#");

    assertThat(close(10).runs()).containsExactly(run(1, 1, State.DEAF, 0, at(0)));
  }

  @Test
  void aSourceNobodyAsksForIsNamedOnlyWhenItSpeaks() {
    book.heard(8, 1);
    assertThat(close(10).runs()).containsExactly(run(8, 8, State.HEARD, 1, null));
    assertThat(close(20).runs()).isEmpty();
  }

  @Test
  void aForgottenSourceIsInNoRollCall() {
    up("plant/#", 0);
    book.follow(1, "broker", "plant/#");
    book.forget(1);
    down("plant/#", 1);

    assertThat(close(10).runs()).isEmpty();
  }

  @Test
  void aDevicesHeartbeatIsHeardWithNoRecords() {
    book.heardBlock(1, 0);
    book.heardBlock(2, 6);

    assertThat(close(10).runs())
        .containsExactly(run(1, 1, State.HEARD, 0, null), run(2, 2, State.HEARD, 6, null));
  }

  @Test
  void intervalsFollowOneAnotherWithoutAHole() {
    RollCall first = close(10);
    assertThat(book.isDue(ticks(19))).isFalse();
    assertThat(book.isDue(ticks(20))).isTrue();
    RollCall second = close(20);

    assertThat(second.from()).isEqualTo(first.to());
  }

  @Test
  void aClockThatWasSetChangesNoLengthAndIsAFinding() {
    var closed = book.close(at(10) + 3600 * SECOND, ticks(10));

    assertThat(closed.rollCalls().get(0).to()).isEqualTo(at(10));
    assertThat(closed.findings())
        .singleElement()
        .satisfies(said -> {
          assertThat(said.source()).isZero();
          assertThat(said.finding().code()).isEqualTo("CLOCK_STEP");
          assertThat(said.finding().since()).isEqualTo(at(10));
        });
    assertThat(book.close(at(3620), ticks(20)).rollCalls().get(0).from()).isEqualTo(at(3610));
  }

  @Test
  void aClockThatIsSteeredMakesNoHole() {
    var closed = book.close(at(10) + SECOND / 2, ticks(10));

    assertThat(closed.findings()).isEmpty();
    assertThat(closed.rollCalls().get(0).to()).isEqualTo(at(10) + SECOND / 2);
    assertThat(close(20).from()).isEqualTo(at(10) + SECOND / 2);
  }

  @Test
  void anIntervalIsNeverEmptyNotEvenWhenTheClockStandsStill() {
    var closed = book.close(at(0), TICKS);

    assertThat(closed.rollCalls().get(0).to()).isGreaterThan(at(0));
  }

  @Test
  void manyDifferentSourcesFillSeveralRollCallsAndEachFitsARecord() {
    int sources = 2 * IntervalBook.RUNS_MAX + 1;
    for (int source = 1; source <= sources; source++) {
      book.heard(source, Long.MAX_VALUE - source);
    }
    var closed = book.close(at(10), ticks(10));

    assertThat(closed.rollCalls()).hasSize(3);
    assertThat(closed.rollCalls())
        .allSatisfy(call -> {
          assertThat(call.from()).isEqualTo(at(0));
          assertThat(call.to()).isEqualTo(at(10));
          assertThat(Records.recorded(0, 10, call).encode())
              .hasSizeLessThan(LedgerRecord.BYTES_MAX);
        });
    var builder = new ReportBuilder(sources, at(0), at(10));
    closed.rollCalls().forEach(call -> builder.take(Records.recorded(0, 10, call)));
    assertThat(builder.report().heardCount()).isEqualTo(Long.MAX_VALUE - sources);
  }

  @Test
  void afterACrashWhatLiesBehindTheLastRollCallIsStatedAsHeardAndNothingElseIs() {
    List<RollCall> calls = IntervalBook.recovered(at(10), at(13), Map.of(4L, 2L, 1L, 9L));

    assertThat(calls)
        .containsExactly(
            new RollCall(
                at(10),
                at(13),
                List.of(run(1, 1, State.HEARD, 9, null), run(4, 4, State.HEARD, 2, null))));
  }

  @Test
  void subscriptionsThatAreGrantedOneAfterTheOtherCostASecondAndNoMore() {
    book.follow(1, "broker", "a/#");
    book.follow(2, "broker", "b/#");
    assertThat(close(5).runs()).containsExactly(run(1, 2, State.DEAF, 0, at(0)));
    up("a/#", 5);
    book.changed(
        "broker",
        "b/#",
        new Listening.Up(instant(5), instant(5), 1, 1, true),
        ticks(5) + SECOND / 100);
    assertThat(book.isDue(ticks(5) + SECOND / 2)).isFalse();
    assertThat(book.isDue(ticks(6))).isTrue();

    assertThat(close(6).runs())
        .containsExactly(run(1, 1, State.LISTENING, 0, null), run(2, 2, State.DEAF, 0, at(0)));
    assertThat(book.isDue(ticks(15))).isFalse();
    assertThat(close(16).runs()).containsExactly(run(1, 2, State.LISTENING, 0, null));
  }

  @Test
  void whereNobodyKnowsWhichSubscriptionBringsItOneThatIsDownIsEnough() {
    up("a/#", 0);
    up("b/#", 0);
    book.followUnsure(1, "broker", "a/#");
    book.followUnsure(1, "broker", "b/#");
    book.follow(2, "broker", "a/#");
    assertThat(close(10).runs()).containsExactly(run(1, 2, State.LISTENING, 0, null));
    down("b/#", 10);
    assertThat(close(20).runs())
        .containsExactly(run(1, 1, State.DEAF, 0, at(10)), run(2, 2, State.LISTENING, 0, null));
    down("a/#", 20);
    up("b/#", 20);
    assertThat(close(30).runs())
        .containsExactly(run(1, 1, State.DEAF, 0, at(10)), run(2, 2, State.DEAF, 0, at(20)));
    up("a/#", 30);
    assertThat(close(40).runs()).containsExactly(run(1, 2, State.LISTENING, 0, null));
  }

  @Test
  void aSubscriptionThatSurelyBringsItOutweighsThoseThatMay() {
    up("sure/#", 0);
    book.followUnsure(1, "broker", "other/#");
    book.follow(1, "broker", "sure/#");
    // It was followed by the doubtful one alone at first, and heard by nobody.
    assertThat(close(10).runs()).containsExactly(run(1, 1, State.DEAF, 0, at(0)));
    assertThat(close(20).runs()).containsExactly(run(1, 1, State.LISTENING, 0, null));
    book.forget(1);
    assertThat(close(30).runs()).isEmpty();
  }
}
