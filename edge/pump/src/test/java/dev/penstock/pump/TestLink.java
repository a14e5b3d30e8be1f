package dev.penstock.pump;

import dev.penstock.driving.Driver;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Setting;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.points.Derivations;
import dev.penstock.points.PointRule;
import dev.penstock.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A link's work, what it says, and a clock that goes as far as it is told. One thread. */
final class TestLink {
  static final Derivations NONE = derivations(Map.of());

  final FakeClock clock;
  final FakeSampleIntake intake = new FakeSampleIntake();
  final List<IntakeFinding> findings = new ArrayList<>();
  final List<Listening> listening = new ArrayList<>();
  final LinkWork work;

  TestLink(DriverLink link, Admission admission, FakeClock clock) {
    this.clock = clock;
    this.work =
        new LinkWork(
            link,
            admission,
            intake,
            findings::add,
            (_, _, state) -> listening.add(state),
            // Only waits are drawn from it.
            new SplittableRandom(1),
            clock,
            clock::nanos);
  }

  TestLink(DriverLink link) {
    this(link, Admission.ALL, FakeClock.of());
  }

  static Derivations derivations(Map<String, dev.penstock.points.Expression> expressions) {
    return ((Derivations.Ordering.Ordered) Derivations.of(expressions)).derivations();
  }

  /** The first so many points, read each second. */
  static DriverLink link(Driver driver, int points) {
    List<DriverLink.DrivenPoint> driven = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      driven.add(point("p" + i, "second", PointRule.ALL));
    }
    return link(driver, List.of(new RateGroup("second", Duration.ofSeconds(1))), driven);
  }

  static DriverLink link(
      Driver driver, List<RateGroup> groups, List<DriverLink.DrivenPoint> points) {
    return new DriverLink(
        "field", "pump-1", driver, groups, points, Optional.empty(), NONE, Map.of());
  }

  static DriverLink.DrivenPoint point(String address, String group, PointRule rule) {
    return new DriverLink.DrivenPoint(address, new PointSpec(address, ""), group, rule);
  }

  static Setting setting(int point, int value) {
    return new Setting(new PointSpec("p" + point, ""), new Scalar.Whole(value));
  }

  /** Time passes, and everything that is due in it is done. */
  void run(Duration by) throws InterruptedException {
    long end = clock.nanos() + by.toNanos();
    while (clock.nanos() < end) {
      long next = Math.min(work.step(), end);
      clock.advance(Duration.ofNanos(Math.max(0, next - clock.nanos())));
    }
  }

  /** The same, at the start. */
  TestLink after(Duration by) throws InterruptedException {
    run(by);
    return this;
  }

  DriverFigures figures() {
    return work.figures();
  }
}
