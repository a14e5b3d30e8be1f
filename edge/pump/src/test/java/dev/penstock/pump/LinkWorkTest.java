package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.driving.schedule.GroupFigures;
import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.Listening;
import dev.penstock.points.Deadband;
import dev.penstock.points.Expression;
import dev.penstock.points.Parsed;
import dev.penstock.points.PointRule;
import dev.penstock.points.Quality;
import dev.penstock.points.Scaling;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkitdriving.Behaviour;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LinkWorkTest {
  private final FakeDevice device = new FakeDevice();

  @Test
  void pointsAreReadWhenTheirGroupIsDue() throws Exception {
    var groups =
        List.of(
            new RateGroup("fast", Duration.ofMillis(100)),
            new RateGroup("slow", Duration.ofSeconds(10)));
    var points =
        List.of(
            TestLink.point("p1", "fast", PointRule.ALL),
            TestLink.point("p2", "slow", PointRule.ALL));
    var link = new TestLink(TestLink.link(device.driver(), groups, points));
    link.run(Duration.ofSeconds(100));
    assertThat(link.intake.of("p1").size()).isBetween(980, 1_001);
    assertThat(link.intake.of("p2").size()).isBetween(10, 11);
    assertThat(link.intake.last("p2").value()).isEqualTo(new Scalar.Whole(2));
    assertThat(link.figures().groups()).extracting(GroupFigures::overruns).containsOnly(0L);
    assertThat(link.figures().link().state()).isInstanceOf(LinkState.Running.class);
    assertThat(link.figures().link().identity().orElseThrow().product()).isEqualTo("Fake");
    assertThat(link.listening).hasSize(2).last().isInstanceOf(Listening.Up.class);
    assertThat(link.findings).isEmpty();
  }

  @Test
  void valuesGoThroughScalingDeadbandAndDerivation() throws Exception {
    var scaling = new Scaling(0, 1_000, 0, 100, Scaling.Beyond.BAD);
    var rule = new PointRule(Optional.of(scaling), new Deadband(1, Deadband.NEVER));
    var groups = List.of(new RateGroup("all", Duration.ofSeconds(1)));
    var points = List.of(TestLink.point("p500", "all", rule), TestLink.point("p20", "all", rule));
    var twice = ((Parsed.Read) Expression.parse("{p500} * 2")).expression();
    var base = TestLink.link(device.driver(), groups, points);
    var link =
        new TestLink(
            new DriverLink(
                base.name(),
                base.source(),
                base.driver(),
                groups,
                points,
                Optional.empty(),
                TestLink.derivations(Map.of("twice", twice)),
                Map.of("twice", new Deadband(0, Deadband.NEVER))));
    link.run(Duration.ofSeconds(10));
    assertThat(link.intake.of("p500"))
        .extracting(s -> s.value())
        .containsExactly(new Scalar.Real(50));
    assertThat(link.intake.of("twice"))
        .extracting(s -> s.value())
        .containsExactly(new Scalar.Real(100));
    device.set(500, 505);
    link.run(Duration.ofSeconds(5));
    assertThat(link.intake.of("p500")).hasSize(1);
    assertThat(link.intake.last("twice").value()).isEqualTo(new Scalar.Real(101));
  }

  @Test
  void aDeadDeviceIsTriedLessAndLess() throws Exception {
    device.behave(Behaviour.DEAD);
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofHours(1));
    // Some fast ones, and then every 30 to 60 s.
    assertThat(link.figures().link().attempts()).isBetween(60L, 126L);
    assertThat(link.figures().link().sessions()).isZero();
    assertThat(link.figures().link().lastReason()).isEqualTo("nothing answers; is the device on?");
    assertThat(link.intake.take()).isEmpty();
    assertThat(link.listening)
        .as("the start, and why it is not heard")
        .hasSize(2)
        .allMatch(state -> state instanceof Listening.Deaf);
  }

  @Test
  void whenTheLinkGoesDownEachPointThatHadAValueIsToldOnce() throws Exception {
    device.refuse(3);
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(5));
    assertThat(link.intake.take()).isNotEmpty();
    device.behave(Behaviour.DEAD);
    link.run(Duration.ofHours(1));
    assertThat(link.intake.take())
        .hasSize(5)
        .allMatch(sample -> sample.quality() == Quality.NO_COMMUNICATION)
        .allMatch(sample -> sample.value() instanceof Scalar.None)
        .extracting(FakeSampleIntake.Sample::point)
        .containsExactly("p0", "p1", "p2", "p3", "p4");
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(2));
    assertThat(link.intake.last("p0").quality()).isEqualTo(Quality.GOOD);
    assertThat(link.listening.getLast()).isInstanceOf(Listening.Up.class);
  }

  @Test
  void afterARestartOfTheDeviceEverythingIsPlannedAnew() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 200)).after(Duration.ofSeconds(5));
    device.restart();
    link.run(Duration.ofMinutes(1));
    assertThat(link.figures().link().sessions()).isEqualTo(2);
    for (int i = 0; i < 200; i++) {
      assertThat(link.intake.last("p" + i).value()).isEqualTo(new Scalar.Whole(i));
    }
  }

  /** Refuses points by name, and may be told to refuse others. */
  private static final class Policy implements Admission {
    private final Set<String> refused = new HashSet<>();
    private long revision;

    @Override
    public Optional<Refusal> refusal(Located.Found point) {
      return refused.stream()
          .filter(name -> point.target().text().equals("name " + name))
          .findAny()
          .map(name -> new Refusal("no rule lets " + name + " be read"));
    }

    @Override
    public long revision() {
      return revision;
    }
  }

  /** Req: 62443-4-2 NDR 5.2, CR 2.1. */
  @Test
  void whatAPolicyRefusesIsNotReadAndToldOnce() throws Exception {
    var policy = new Policy();
    boolean _ = policy.refused.add("p1");
    var link = new TestLink(TestLink.link(device.driver(), 3), policy, FakeClock.of());
    link.run(Duration.ofMinutes(3));
    assertThat(link.intake.of("p1"))
        .singleElement()
        .satisfies(told -> assertThat(told.quality()).isEqualTo(Quality.ACCESS_DENIED));
    assertThat(link.intake.of("p0").size()).isGreaterThan(100);
    assertThat(link.figures().refused()).isEqualTo(1);
    device.dropConnections();
    link.run(Duration.ofMinutes(1));
    assertThat(link.intake.of("p1")).as("a lost link changes nothing about it").hasSize(1);

    policy.refused.clear();
    boolean _ = policy.refused.add("p2");
    policy.revision++;
    link.run(Duration.ofSeconds(3));
    assertThat(link.intake.last("p1").value()).isEqualTo(new Scalar.Whole(1));
    assertThat(link.intake.last("p2").quality()).isEqualTo(Quality.ACCESS_DENIED);
    assertThat(link.figures().link().sessions()).isEqualTo(2);
  }

  @Test
  void aRuleWithATimeOfTheDayIsAskedForEachMinute() throws Exception {
    var policy = new Policy();
    var link = new TestLink(TestLink.link(device.driver(), 1), policy, FakeClock.of());
    link.run(Duration.ofSeconds(30));
    boolean _ = policy.refused.add("p0");
    link.run(Duration.ofMinutes(1));
    assertThat(link.intake.last("p0").quality()).isEqualTo(Quality.ACCESS_DENIED);
    long told = link.intake.of("p0").size();
    link.run(Duration.ofMinutes(5));
    assertThat(link.intake.of("p0")).hasSize((int) told);
  }

  @Test
  void anAddressThatThereCannotBeIsToldOnceAndHarmsNoOther() throws Exception {
    var groups = List.of(new RateGroup("all", Duration.ofSeconds(1)));
    var points =
        List.of(
            TestLink.point("nowhere", "all", PointRule.ALL),
            TestLink.point("p7", "all", PointRule.ALL));
    device.behave(Behaviour.DEAD);
    var link = new TestLink(TestLink.link(device.driver(), groups, points));
    link.run(Duration.ofMinutes(5));
    device.behave(Behaviour.NORMAL);
    link.run(Duration.ofMinutes(5));
    assertThat(link.intake.of("nowhere"))
        .singleElement()
        .satisfies(told -> assertThat(told.quality()).isEqualTo(Quality.CONFIGURATION_ERROR));
    assertThat(link.intake.last("p7").value()).isEqualTo(new Scalar.Whole(7));
    assertThat(link.figures().faulty()).isEqualTo(1);
  }

  @Test
  void aFullIntakePausesReadingAndAFindingSaysFromWhenToWhen() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(10));
    int before = device.readRequests();
    long samples = link.intake.count();
    var from = link.clock.instant();
    link.intake.full(true);
    link.run(Duration.ofSeconds(30));
    assertThat(device.readRequests() - before).as("one reading is kept").isEqualTo(1);
    var to = link.clock.instant();
    assertThat(link.findings).isEmpty();
    link.intake.full(false);
    link.run(Duration.ofSeconds(10));
    assertThat(link.intake.count() - samples).isBetween(50L, 60L);
    assertThat(link.findings)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.kind()).isEqualTo(IntakeFinding.Kind.READING_PAUSED);
          assertThat(finding.listener()).isEqualTo("field");
          assertThat(finding.first()).isBetween(from, from.plusSeconds(1));
          assertThat(finding.last()).isBetween(to, to.plusSeconds(1));
        });
    assertThat(link.figures().groups().getFirst().overruns()).isBetween(28L, 30L);
    assertThat(link.figures().paused()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(31));
    assertThat(link.figures().unkept()).isZero();
  }

  @Test
  void pausesThatFollowEachOtherAreOneFindingAMinute() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 5)).after(Duration.ofSeconds(10));
    for (int i = 0; i < 60; i++) {
      link.intake.full(true);
      link.run(Duration.ofSeconds(3));
      link.intake.full(false);
      link.run(Duration.ofSeconds(1));
    }
    assertThat(link.findings).hasSizeBetween(3, 5);
    assertThat(link.findings.stream().mapToLong(IntakeFinding::count).sum()).isGreaterThan(40);
  }

  @Test
  void anErrorOfADriversOwnEndsTheSessionAndIsTriedAgain() throws Exception {
    var link = new TestLink(TestLink.link(device.driver(), 2)).after(Duration.ofSeconds(5));
    device.crash(true);
    link.run(Duration.ofMinutes(10));
    assertThat(link.figures().link().crashes()).isBetween(5L, 25L);
    assertThat(link.figures().link().lastReason())
        .contains("error of its own", "a fault in a driver");
    assertThat(link.intake.last("p0").quality()).isEqualTo(Quality.NO_COMMUNICATION);
    device.crash(false);
    link.run(Duration.ofMinutes(2));
    assertThat(link.intake.last("p0").quality()).isEqualTo(Quality.GOOD);
  }

  @Test
  void aSubscribedDeviceTellsChangesBetweenReadings() throws Exception {
    var base = TestLink.link(device.driver(), 3);
    var groups = List.of(new RateGroup("second", Duration.ofHours(1)));
    var link =
        new TestLink(
            new DriverLink(
                base.name(),
                base.source(),
                base.driver(),
                groups,
                base.points(),
                Optional.of(Duration.ofMillis(100)),
                TestLink.NONE,
                Map.of()));
    for (int i = 0; i < 3; i++) {
      long _ = link.work.step();
    }
    assertThat(link.intake.of("p2")).hasSize(1);
    device.set(2, 77);
    long _ = link.work.step();
    assertThat(link.intake.last("p2").value()).isEqualTo(new Scalar.Whole(77));
    assertThat(link.intake.of("p1")).hasSize(1);
    assertThat(device.readRequests()).isZero();
  }

  @Test
  void aLinkOfManyPointsTellsAllOfThem() throws Exception {
    int count = 10_000;
    List<DriverLink.DrivenPoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(
          new DriverLink.DrivenPoint(
              "q" + i, new PointSpec("p" + i % 1_000, ""), "all", PointRule.ALL));
    }
    var groups = List.of(new RateGroup("all", Duration.ofSeconds(10)));
    var link = new TestLink(TestLink.link(device.driver(), groups, points));
    link.run(Duration.ofSeconds(3));
    assertThat(link.intake.take().size()).isIn(count, 2 * count);
    link.intake.full(true);
    device.behave(Behaviour.DEAD);
    link.run(Duration.ofSeconds(20));
    link.intake.full(false);
    link.run(Duration.ofMinutes(5));
    assertThat(link.intake.take())
        .hasSize(count)
        .allMatch(sample -> sample.quality() == Quality.NO_COMMUNICATION);
  }
}
