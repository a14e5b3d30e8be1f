package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.evidence.record.RollCall.Run;
import dev.penstock.evidence.record.RollCall.State;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AttendanceTest {
  private final Attendance attendance = new Attendance();

  @Test
  void neighboursInTheSameStateAreOneRun() {
    for (long source = 1; source <= 1000; source++) {
      attendance.listening(source);
    }
    attendance.deaf(7, 55);
    attendance.heard(9, 2);
    attendance.heard(10, 1);
    attendance.heard(10, 1);
    assertThat(attendance.call(100, 200))
        .containsExactly(
            new RollCall(
                100,
                200,
                List.of(
                    new Run(1, 6, State.LISTENING, 0, null),
                    new Run(7, 7, State.DEAF, 0, 55L),
                    new Run(8, 8, State.LISTENING, 0, null),
                    new Run(9, 10, State.HEARD, 2, null),
                    new Run(11, 1000, State.LISTENING, 0, null))));
  }

  @Test
  void aThousandIdleSourcesTakeAFewBytes() {
    for (long source = 1; source <= 1000; source++) {
      attendance.listening(source);
    }
    RollCall call = attendance.call(1_767_225_600_000_000_000L, 1_767_225_610_000_000_000L).get(0);
    assertThat(new LedgerRecord(0, 0, null, null, 1L, 0, call).encode()).hasSizeLessThan(50);
  }

  @Test
  void eachIntervalBeginsAtZero() {
    attendance.heard(1, 5);
    assertThat(attendance.call(0, 1).get(0).runs().get(0).state()).isEqualTo(State.HEARD);
    assertThat(attendance.call(1, 2).get(0).runs().get(0).state()).isEqualTo(State.LISTENING);
  }

  @Test
  void deafnessLastsFromItsFirstWordUntilSomebodyListens() {
    attendance.deaf(1, 10);
    attendance.deaf(1, 20);
    attendance.heard(1, 3);
    assertThat(attendance.call(0, 30).get(0).runs())
        .containsExactly(new Run(1, 1, State.DEAF, 0, 10L));
    attendance.listening(1);
    assertThat(attendance.call(30, 40).get(0).runs())
        .containsExactly(new Run(1, 1, State.LISTENING, 0, null));
  }

  @Test
  void whoLeftIsInNoRun() {
    attendance.heard(1, 1);
    attendance.heard(2, 1);
    attendance.heard(3, 1);
    attendance.left(2);
    assertThat(attendance.call(0, 1).get(0).runs())
        .containsExactly(new Run(1, 1, State.HEARD, 1, null), new Run(3, 3, State.HEARD, 1, null));
  }

  @Test
  void withoutSourcesTheCallIsEmptyAndStillMade() {
    assertThat(attendance.call(3, 4)).containsExactly(new RollCall(3, 4, List.of()));
  }

  @Test
  void aCallThatOneRecordCannotHoldIsSeveral() {
    for (long source = 0; source < 10_000; source++) {
      attendance.heard(4_000_000_000L + source, Long.MAX_VALUE - source);
    }
    List<RollCall> calls = attendance.call(0, Long.MAX_VALUE);
    assertThat(calls).hasSize(5);
    for (RollCall call : calls) {
      var record = new LedgerRecord(0, 0, null, null, null, 0, call);
      assertThat(record.encode()).hasSizeLessThan(LedgerRecord.BYTES_MAX);
    }
    assertThat(calls.stream().mapToInt(call -> call.runs().size()).sum()).isEqualTo(10_000);
  }

  @Test
  void theRunsSayOfEachSourceWhatWasSaidOfIt() {
    Property.forAll(Gen.seeds())
        .cases(200, 5000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var attended = new Attendance();
          Map<Long, Run> expected = new TreeMap<>();
          for (int i = 0; i < 60; i++) {
            long source = random.nextInt(40);
            switch (random.nextInt(4)) {
              case 0 -> {
                attended.listening(source);
                expected.merge(
                    source,
                    new Run(source, source, State.LISTENING, 0, null),
                    (old, now) -> old.state() == State.HEARD ? old : now);
              }
              case 1 -> {
                attended.left(source);
                expected.remove(source);
              }
              default -> {
                attended.heard(source, 1);
                expected.merge(
                    source,
                    new Run(source, source, State.HEARD, 1, null),
                    (old, now) -> new Run(source, source, State.HEARD, old.count() + 1, null));
              }
            }
          }
          var found = new ArrayList<Run>();
          for (Run run : attended.call(0, 1).get(0).runs()) {
            for (long source = run.first(); source <= run.last(); source++) {
              found.add(new Run(source, source, run.state(), run.count(), run.since()));
            }
          }
          assertThat(found).containsExactlyElementsOf(expected.values());
        });
  }

  @Test
  void hearingAKnownSourceAllocatesNothing() {
    for (long source = 0; source < 1000; source++) {
      attendance.listening(source);
    }
    Runnable round =
        () -> {
          for (int i = 0; i < 100_000; i++) {
            attendance.heard(i % 1000, 1);
          }
        };
    assertThat(Allocation.leastBytesOf(20, round)).isLessThan(1000);
  }
}
