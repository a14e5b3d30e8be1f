package dev.penstock.plantmap;

import static dev.penstock.evidence.record.PolicyDecision.Decision.ALLOW;
import static dev.penstock.evidence.record.PolicyDecision.Decision.DENY;
import static dev.penstock.evidence.record.PolicyDecision.Decision.NEEDS_TWO_PEOPLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What sealed records say of requests, counted once however often somebody looks. */
final class FlowBookTest {
  private static final long QUARTER = FlowBook.QUARTER_NANOS;
  private static final long START = 1_000 * QUARTER;
  private static final long SECOND = 1_000_000_000L;

  private final FakeRecords records = new FakeRecords();
  private long now = START + QUARTER;

  /** So many ms pass each time somebody looks at it. */
  private long step;

  private final InstantSource clock =
      () -> {
        now += step * 1_000_000;
        return Instant.ofEpochSecond(now / SECOND, now % SECOND);
      };
  private final FlowBook book = new FlowBook(records, clock);

  private void decide(
      dev.penstock.evidence.record.PolicyDecision.Decision decision, long count, long at) {
    records.decide(at, FakeRecords.decision(decision, "office", "field", "r", count, at));
  }

  @Test
  void requestsThatWereDecidedAlikeAreCountedTogether() throws IOException {
    decide(ALLOW, 1, START + 1);
    decide(ALLOW, 1, START + 2);
    decide(DENY, 70, START + 3);
    decide(NEEDS_TWO_PEOPLE, 1, START + 4);
    records.other(START + 5);
    Flows flows = book.over(START, START + QUARTER);
    assertThat(flows.isRead()).isTrue();
    assertThat(flows.seen())
        .extracting(seen -> seen.flow().passing() + " " + seen.count() + " " + seen.last())
        .containsExactly(
            "PASSED 2 " + (START + 2), "DENIED 70 " + (START + 3), "NEEDED_TWO 1 " + (START + 4));
    assertThat(flows.seen().getFirst().flow().from()).isEqualTo("office");
    assertThat(flows.seen().getFirst().flow().rule()).hasValue("r");
  }

  @Test
  void aRecordWithoutZonesIsCountedAsOneWithoutAPlace() throws IOException {
    records.decide(START, FakeRecords.decision(DENY, null, null, null, 9, START));
    Flows flows = book.over(START, START + QUARTER);
    assertThat(flows.seen()).isEmpty();
    assertThat(flows.unplaced()).isEqualTo(9);
  }

  @Test
  void whatIsSealedLaterComesToWhatWasReadAndIsNotReadTwice() throws IOException {
    decide(ALLOW, 1, START);
    assertThat(book.over(START, START + QUARTER).seen().getFirst().count()).isEqualTo(1);
    decide(ALLOW, 1, START + 1);
    assertThat(book.over(START, START + QUARTER).seen().getFirst().count()).isEqualTo(2);
    assertThat(book.over(START, START + QUARTER).seen().getFirst().count()).isEqualTo(2);
  }

  private static long minutes(long count) {
    return Duration.ofMinutes(count).toNanos();
  }

  @Test
  void aQuarterOfWhichAllIsSealedIsNotAskedForAtEachLook() throws IOException {
    decide(ALLOW, 1, START);
    records.other(START + QUARTER + minutes(5));
    now = START + QUARTER + minutes(6);
    assertThat(book.over(START, START + QUARTER).seen()).hasSize(1);
    int asked = records.asked;
    assertThat(book.over(START, START + QUARTER).seen()).hasSize(1);
    assertThat(records.asked).isEqualTo(asked);
  }

  @Test
  void whatIsSealedAfterAnOutageIsCountedInTheQuarterItIsOf() throws IOException {
    decide(ALLOW, 1, START);
    now = START + 4 * QUARTER;
    assertThat(count(START)).as("nothing younger is sealed").isEqualTo(1);
    decide(ALLOW, 2, START + minutes(14));
    records.other(START + 2 * QUARTER);
    assertThat(count(START)).isEqualTo(3);
    decide(ALLOW, 4, START + minutes(14) + 1);
    now += minutes(11);
    assertThat(count(START)).as("later still, by a clock that was set").isEqualTo(7);
  }

  private long count(long quarter) throws IOException {
    return book.over(quarter, quarter + QUARTER).seen().stream().mapToLong(Seen::count).sum();
  }

  @Test
  void aStretchIsCoveredWhereRollCallsFollowEachOtherWithoutAHole() throws IOException {
    records.calls(START - 5 * SECOND, START + QUARTER + 5 * SECOND);
    now = START + 2 * QUARTER;
    assertThat(book.over(START, START + QUARTER).isCovered()).isTrue();
    assertThat(book.over(START - QUARTER, START + QUARTER).isCovered())
        .as("before the first roll-call")
        .isFalse();
    assertThat(book.over(START, START + 2 * QUARTER).isCovered())
        .as("after the last one")
        .isFalse();
  }

  @Test
  void whileANodeIsDownOrSealsNothingNothingIsCovered() throws IOException {
    records.calls(START, START + minutes(3));
    records.calls(START + minutes(3) + 11 * SECOND, START + QUARTER + 5 * SECOND);
    now = START + 2 * QUARTER;
    assertThat(book.over(START, START + QUARTER).isCovered()).as("eleven seconds").isFalse();
    var late = new FakeRecords();
    var waiting = new FlowBook(late, clock);
    late.calls(START, START + minutes(3));
    assertThat(waiting.over(START, START + QUARTER).isCovered()).as("not sealed yet").isFalse();
    late.calls(START + minutes(3), START + QUARTER + 10 * SECOND);
    assertThat(waiting.over(START, START + QUARTER).isCovered()).as("sealed by now").isTrue();
  }

  @Test
  void aRollCallThatCouldNotEndCoversNothing() throws IOException {
    records.calls(START, START + minutes(3));
    records.call(START + minutes(3), START + minutes(5));
    records.calls(START + minutes(5), START + QUARTER + 5 * SECOND);
    now = START + 2 * QUARTER;
    assertThat(book.over(START, START + QUARTER).isCovered()).isFalse();
  }

  @Test
  void ofTheQuarterThatRunsWhatIsTooNewToBeSealedIsNotAskedFor() throws IOException {
    records.calls(START, START + minutes(7));
    now = START + minutes(7) + 30 * SECOND;
    assertThat(book.over(START, START + QUARTER).isCovered()).isTrue();
    now = START + minutes(8);
    assertThat(book.over(START, START + QUARTER).isCovered()).as("sealing stands still").isFalse();
  }

  @Test
  void aRequestThatASecondPersonAgreedToWaitedOnceAndPassedOnce() throws IOException {
    decide(NEEDS_TWO_PEOPLE, 1, START);
    decide(NEEDS_TWO_PEOPLE, 1, START + 1);
    decide(NEEDS_TWO_PEOPLE, 1, START + 2);
    records.add(
        0,
        START + 2,
        new CommandRequested(
            ByteString.of(new byte[16]),
            "write",
            SampleValue.of(7),
            null,
            "modbus",
            List.of(ByteString.of(new byte[16])),
            "r",
            null,
            null,
            Details.NONE));
    assertThat(book.over(START, START + QUARTER).seen())
        .extracting(seen -> seen.flow().passing() + " " + seen.count())
        .containsExactlyInAnyOrder("NEEDED_TWO 2", "PASSED 1");
  }

  @Test
  void aLookThatTakesLongSaysSoAndTheNextOneGoesOn() throws IOException {
    records.pageMax = 10;
    for (int i = 0; i < 95; i++) {
      decide(ALLOW, 1, START + i);
    }
    step = 60;
    Flows first = book.over(START, START + QUARTER);
    assertThat(first.isRead()).isFalse();
    assertThat(first.seen().getFirst().count()).isBetween(10L, 50L);
    int looks = 1;
    Flows flows = first;
    while (!flows.isRead()) {
      flows = book.over(START, START + QUARTER);
      looks++;
    }
    assertThat(flows.seen().getFirst().count()).isEqualTo(95);
    assertThat(looks).isLessThan(12);
  }

  @Test
  void whatPolicyDroppedIsSaid() throws IOException {
    records.isPruned = true;
    assertThat(book.over(START, START + QUARTER).isPruned()).isTrue();
  }

  @Test
  void aScanThatMakesUpNamesFillsNoMemory() throws IOException {
    for (int i = 0; i < 3 * FlowTally.FLOWS_MAX; i++) {
      records.decide(START, FakeRecords.decision(DENY, "z" + i, "field", null, 2, START));
    }
    Flows flows = book.over(START, START + QUARTER);
    assertThat(flows.seen()).hasSize(FlowTally.FLOWS_MAX);
    assertThat(flows.leftOut()).isEqualTo(4L * FlowTally.FLOWS_MAX);
  }

  @Test
  void aStretchIsMadeOfWholeQuartersOfADayAtMost() throws IOException {
    Flows flows = book.over(START + 5, START + QUARTER + 5);
    assertThat(flows.from()).isEqualTo(START);
    assertThat(flows.to()).isEqualTo(START + 2 * QUARTER);
    assertThatIllegalArgumentException().isThrownBy(() -> book.over(START, START + 98 * QUARTER));
    assertThatIllegalArgumentException().isThrownBy(() -> book.over(START, START));
  }

  /** However it is asked, each request in the stretch is counted once. */
  @Test
  void theCountIsThatOfAPlainSum() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var some = new FakeRecords();
          some.pageMax = 1 + random.nextInt(20);
          var counting = new FlowBook(some, () -> Instant.ofEpochSecond(START / SECOND + 9_000));
          Map<Long, Long> byQuarter = new HashMap<>();
          for (int i = 0; i < 200; i++) {
            long at = START + random.nextLong(8 * QUARTER);
            long count = 1L + random.nextInt(5);
            some.decide(at, FakeRecords.decision(ALLOW, "a", "b", "r", count, at));
            var _ = byQuarter.merge(at / QUARTER, count, Long::sum);
          }
          for (int look = 0; look < 6; look++) {
            long from = START + random.nextInt(8) * QUARTER;
            long to = from + (1 + random.nextInt(4)) * QUARTER;
            long due = 0;
            for (long quarter = from / QUARTER; quarter < to / QUARTER; quarter++) {
              due += byQuarter.getOrDefault(quarter, 0L);
            }
            Flows flows = all(counting, from, to);
            assertThat(flows.seen().stream().mapToLong(Seen::count).sum()).isEqualTo(due);
          }
        });
  }

  private static Flows all(FlowBook book, long from, long to) {
    try {
      Flows flows = book.over(from, to);
      assertThat(flows.isRead()).isTrue();
      return flows;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
