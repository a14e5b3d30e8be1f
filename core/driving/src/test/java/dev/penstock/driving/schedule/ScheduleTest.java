package dev.penstock.driving.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1_000 * MILLI;

  private static RateGroup group(String name, Duration period) {
    return new RateGroup(name, period);
  }

  private static Schedule started(long now, RateGroup... groups) {
    var schedule = new Schedule("plc-1", List.of(groups));
    schedule.restart(now);
    return schedule;
  }

  /** Runs until the next begins, which takes so long; gives when it began. */
  private static long next(Schedule schedule, long now, long took) {
    long begin = Math.max(now, schedule.nextNanos());
    int group = schedule.begin(begin).orElseThrow();
    long _ = schedule.ended(group, begin + took);
    return begin;
  }

  @Test
  void aGroupIsDueOncePerPeriodAndKeepsItsPhase() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    long first = next(schedule, 0, MILLI);
    long second = next(schedule, first, MILLI);
    for (int i = 1; i < 1_000; i++) {
      second = next(schedule, second, 17 * MILLI);
    }
    assertThat(first).isBetween(0L, 100 * MILLI);
    long elapsed = second - first;
    assertThat(elapsed).isBetween(999 * 100 * MILLI, 1_000 * 100 * MILLI);
    long restarted = second + 12_345_678;
    schedule.restart(restarted);
    long _ = next(schedule, restarted, 0);
    long again = next(schedule, restarted, 0);
    assertThat(Math.floorMod(again - second, 100 * MILLI)).as("the same phase").isZero();
  }

  @Test
  void theFirstValueOfASlowGroupComesSoon() {
    Schedule schedule = started(77, group("daily", Duration.ofDays(1)));
    assertThat(schedule.nextNanos() - 77).isBetween(0L, 2 * SECOND);
    long first = next(schedule, 77, 0);
    assertThat(next(schedule, first, 0) - first).isLessThanOrEqualTo(86_400 * SECOND);
  }

  @Test
  void whatWasMissedIsCountedAndNotMadeUpFor() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    long begin = next(schedule, 0, 0);
    begin = next(schedule, begin, 0);
    int group = schedule.begin(begin + 100 * MILLI).orElseThrow();
    assertThat(schedule.ended(group, begin + 100 * MILLI + 350 * MILLI)).isEqualTo(3);
    assertThat(schedule.nextNanos()).isEqualTo(begin + 500 * MILLI);
    GroupFigures figures = schedule.figures().getFirst();
    assertThat(figures.overruns()).isEqualTo(3);
    assertThat(figures.readings()).isEqualTo(3);
    assertThat(figures.tookNanos()).isEqualTo(350 * MILLI);
    assertThat(figures.tookMostNanos()).isEqualTo(350 * MILLI);
  }

  @Test
  void aReadingThatEndsJustWhenTheNextIsDueMissesNone() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    long begin = next(schedule, 0, 0);
    begin = next(schedule, begin, 0);
    int group = schedule.begin(begin + 100 * MILLI).orElseThrow();
    assertThat(schedule.ended(group, begin + 200 * MILLI)).isZero();
    assertThat(schedule.begin(begin + 200 * MILLI)).isPresent();
  }

  @Test
  void aLateBeginningCountsWhatPassedBefore() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    long begin = next(schedule, 0, 0);
    begin = next(schedule, begin, 0);
    // Reading was paused for a second.
    int group = schedule.begin(begin + SECOND).orElseThrow();
    assertThat(schedule.ended(group, begin + SECOND + MILLI)).isEqualTo(9);
    assertThat(schedule.nextNanos()).isEqualTo(begin + SECOND + 100 * MILLI);
  }

  @Test
  void whatAGroupMissedWhileThereWasNoLinkIsNoOverrun() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    long begin = next(schedule, 0, 0);
    OptionalInt _ = schedule.begin(begin + 100 * MILLI);
    schedule.restart(begin + 600 * SECOND);
    long _ = next(schedule, begin + 600 * SECOND, 0);
    assertThat(schedule.figures().getFirst().overruns()).isZero();
    assertThat(schedule.figures().getFirst().readings()).isEqualTo(2);
  }

  /** However long readings take, each group gets its turn after each other one at the most once. */
  @Test
  void noGroupStarves() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          List<RateGroup> groups = new ArrayList<>();
          int count = random.nextInt(1, 9);
          for (int i = 0; i < count; i++) {
            groups.add(group("g" + i, Duration.ofMillis(random.nextLong(10, 2_000))));
          }
          var schedule = new Schedule("plc", groups);
          long now = random.nextLong(-SECOND, SECOND);
          schedule.restart(now);
          long[] waitedFor = new long[count];
          long[] dueSince = new long[count];
          for (int i = 0; i < 500; i++) {
            now = Math.max(now, schedule.nextNanos());
            int chosen = schedule.begin(now).orElseThrow();
            now += random.nextLong(0, 3_000) * MILLI;
            long _ = schedule.ended(chosen, now);
            for (int other = 0; other < count; other++) {
              boolean isLate = now - dueSince[other] > groups.get(other).period().toNanos();
              waitedFor[other] = other == chosen || !isLate ? 0 : waitedFor[other] + 1;
              assertThat(waitedFor[other]).isLessThan(2L * count);
            }
            dueSince[chosen] = now;
          }
        });
  }

  /** Readings and misses together are what the grid had, whatever took how long. */
  @Test
  void everyTimeOfTheGridIsReadOrCounted() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          long period = random.nextLong(10, 500) * MILLI;
          Schedule schedule = started(0, group("only", Duration.ofNanos(period)));
          long now = next(schedule, 0, 0);
          long start = next(schedule, now, 0);
          now = start;
          for (int i = 0; i < 200; i++) {
            now = next(schedule, now, random.nextLong(0, 3 * period));
          }
          GroupFigures figures = schedule.figures().getFirst();
          // The next that is due is on the grid, and so was the start.
          long passed = (schedule.nextNanos() - start) / period;
          assertThat((schedule.nextNanos() - start) % period).isZero();
          assertThat(figures.readings() - 2 + figures.overruns() + 1).isEqualTo(passed);
        });
  }

  @Test
  void devicesAndGroupsAreSpreadOverThePeriod() {
    int[] inTenth = new int[10];
    for (int i = 0; i < 1_000; i++) {
      inTenth[(int) Phases.of("plc-" + i, "second", 10)]++;
    }
    assertThat(inTenth).doesNotContain(0);
    for (int count : inTenth) {
      assertThat(count).isBetween(60, 140);
    }
    assertThat(Phases.of("plc-1", "second", SECOND))
        .isEqualTo(Phases.of("plc-1", "second", SECOND))
        .isNotEqualTo(Phases.of("plc-1", "minute", SECOND));
  }

  @Test
  void nothingIsDueBeforeThereIsALink() {
    var schedule = new Schedule("plc-1", List.of(group("fast", Duration.ofMillis(100))));
    assertThat(schedule.begin(SECOND)).isEmpty();
    assertThat(new Schedule("plc-1", List.of()).nextNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aPeriodIsFromTenMillisecondsToADay() {
    assertThat(group("a", Duration.ofMillis(10)).period()).isEqualTo(Duration.ofMillis(10));
    assertThatIllegalArgumentException().isThrownBy(() -> group("a", Duration.ofMillis(9)));
    assertThatIllegalArgumentException().isThrownBy(() -> group("a", Duration.ofHours(25)));
    assertThatIllegalArgumentException().isThrownBy(() -> group("", Duration.ofHours(1)));
    RateGroup twice = group("a", Duration.ofHours(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule("plc", List.of(twice, twice)));
  }

  @Test
  void whatWasNotBegunDoesNotEnd() {
    Schedule schedule = started(0, group("fast", Duration.ofMillis(100)));
    assertThatIllegalStateException().isThrownBy(() -> schedule.ended(0, 5));
  }
}
