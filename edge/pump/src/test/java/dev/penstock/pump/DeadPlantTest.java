package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.admission.Admission;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.FakeDevice;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** A day of a plant that is away, in some seconds. */
final class DeadPlantTest {
  private static final int DEVICES = 100;

  /** What a day may add: less than a byte for each attempt, of which there are 190,000. */
  private static final long GROWTH_MAX = 128 * 1024;

  private final FakeClock clock = FakeClock.of();
  private final FakeSampleIntake intake = new FakeSampleIntake();
  private final List<IntakeFinding> findings = new ArrayList<>();
  private long changes;

  @Test
  void aDayOfDeadDevicesTakesNoMemory() throws Exception {
    intake.forget();
    List<FakeDevice> devices = new ArrayList<>();
    List<LinkWork> works = new ArrayList<>();
    for (int i = 0; i < DEVICES; i++) {
      var device = new FakeDevice();
      devices.add(device);
      works.add(work(device, i));
    }
    pass(works, Duration.ofMinutes(2));
    long told = intake.count();
    assertThat(told).isGreaterThan(DEVICES * 5_000L);
    // Some take connections and drop them, which is no better.
    for (int i = 0; i < DEVICES; i++) {
      devices.get(i).behave(i % 2 == 0 ? Behaviour.DEAD : Behaviour.DROPPING);
    }
    pass(works, Duration.ofHours(2));
    long early = usedAfterCollection();
    long attemptsEarly = attempts(works);
    long lost = intake.count();
    pass(works, Duration.ofHours(22));
    long late = usedAfterCollection();

    assertThat(late - early).as("bytes after 2 h and 24 h").isLessThan(GROWTH_MAX);
    assertThat(attempts(works) - attemptsEarly)
        .as("each is tried every 30 to 60 s")
        .isBetween(DEVICES * 22L * 60, DEVICES * 22L * 120);
    assertThat(intake.count()).as("nothing is told of points that stay away").isEqualTo(lost);
    assertThat(findings).isEmpty();
    assertThat(changes)
        .as("the start, up, and down for two reasons at most")
        .isLessThan(DEVICES * 6L);
    assertThat(works).allMatch(work -> work.figures().link().sessions() == 1);
    devices.forEach(device -> device.behave(Behaviour.NORMAL));
    pass(works, Duration.ofMinutes(2));
    assertThat(works).allMatch(work -> work.figures().link().sessions() == 2);
  }

  private LinkWork work(FakeDevice device, int seed) {
    return new LinkWork(
        TestLink.link(device.driver(), 100),
        Admission.ALL,
        intake,
        findings::add,
        (_, _, _) -> changes++,
        // Only waits are drawn from it.
        new SplittableRandom(seed),
        clock,
        clock::nanos);
  }

  /** Each does what is due, and the clock goes to the next thing that anyone has to do. */
  private void pass(List<LinkWork> works, Duration by) throws InterruptedException {
    long end = clock.nanos() + by.toNanos();
    long[] due = new long[works.size()];
    while (clock.nanos() < end) {
      long next = end;
      for (int i = 0; i < due.length; i++) {
        if (due[i] <= clock.nanos()) {
          due[i] = works.get(i).step();
        }
        next = Math.min(next, due[i]);
      }
      clock.advance(Duration.ofNanos(Math.max(0, next - clock.nanos())));
    }
  }

  private static long attempts(List<LinkWork> works) {
    return works.stream().mapToLong(work -> work.figures().link().attempts()).sum();
  }

  /** The least of several, for other tests of this JVM may have left something to collect. */
  private static long usedAfterCollection() {
    LongSupplier used =
        () -> {
          System.gc();
          return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        };
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      least = Math.min(least, used.getAsLong());
    }
    return least;
  }
}
