package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.points.Deadband;
import dev.penstock.points.Expression;
import dev.penstock.points.Parsed;
import dev.penstock.points.PointRule;
import dev.penstock.points.Quality;
import dev.penstock.testkitdriving.FakeDevice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PointHeldTest {
  private static final int FAST = 0;
  private static final int SLOW = 1;
  private static final int SUM = 2;
  private static final int MORE = 3;

  /** Told when it moves. */
  private static final PointRule STEADY =
      new PointRule(Optional.empty(), new Deadband(0, Deadband.NEVER));

  private final FakeDevice device = new FakeDevice();

  /** One that is read ten times a second, one each ten seconds, and two that are made of both. */
  private TestLink link() {
    var groups =
        List.of(
            new RateGroup("fast", Duration.ofMillis(100)),
            new RateGroup("slow", Duration.ofSeconds(10)));
    var points =
        List.of(TestLink.point("p1", "fast", STEADY), TestLink.point("p2", "slow", STEADY));
    var base = TestLink.link(device.driver(), groups, points);
    return new TestLink(
        new DriverLink(
            base.name(),
            base.source(),
            base.driver(),
            groups,
            points,
            Optional.empty(),
            TestLink.derivations(
                Map.of("more", expression("{sum} + {p1}"), "sum", expression("{p1} + {p2}"))),
            Map.of("sum", new Deadband(0, Deadband.NEVER))));
  }

  private static Expression expression(String text) {
    return ((Parsed.Read) Expression.parse(text)).expression();
  }

  private static Duration age(TestLink link, int point) {
    return link.work.held(point).orElseThrow().age();
  }

  @Test
  void aSteadyValueIsAsFreshAsItsLastReading() throws Exception {
    TestLink link = link().after(Duration.ofSeconds(35));
    assertThat(link.work.points()).containsExactly("p1", "p2", "sum", "more");
    assertThat(link.intake.of("p1")).as("told once").hasSize(1);
    PointHeld fast = link.work.held(FAST).orElseThrow();
    assertThat(fast.measured().value()).isEqualTo(new Scalar.Whole(1));
    assertThat(fast.age()).isLessThanOrEqualTo(Duration.ofMillis(100));
    assertThat(age(link, SLOW)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
    assertThat(age(link, SUM)).as("that of the oldest part").isEqualTo(age(link, SLOW));
    assertThat(age(link, MORE)).as("through another").isEqualTo(age(link, SLOW));
    assertThat(fast.isGood(Duration.ofSeconds(1))).isTrue();
    link.clock.advance(Duration.ofSeconds(2));
    assertThat(link.work.held(FAST).orElseThrow().isGood(Duration.ofSeconds(1)))
        .as("nobody reads")
        .isFalse();
    link.run(Duration.ofSeconds(1));
    assertThat(link.work.held(FAST).orElseThrow().isGood(Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void whatHasNoGoodValueIsNotGoodHoweverFreshItIs() throws Exception {
    device.refuse(1);
    TestLink link = link();
    assertThat(link.work.held(FAST)).as("before the start").isEmpty();
    link.run(Duration.ofSeconds(35));
    PointHeld refused = link.work.held(FAST).orElseThrow();
    assertThat(Quality.isBad(refused.measured().quality())).isTrue();
    assertThat(refused.isGood(Duration.ofDays(1))).isFalse();
    assertThat(link.work.held(SLOW).orElseThrow().isGood(Duration.ofDays(1))).isTrue();
    assertThat(link.work.held(SUM).orElseThrow().isGood(Duration.ofDays(1))).isFalse();
  }

  @Test
  void aDerivedValueIsAsOldAsWhatItWasMadeOfUntilItIsMadeAgain() throws Exception {
    // One that is refused is asked for by itself, and so are those at its sides.
    device.refuse(2);
    var slow = List.of(new RateGroup("slow", Duration.ofSeconds(10)));
    var points =
        List.of(
            TestLink.point("p1", "slow", STEADY),
            TestLink.point("p2", "slow", STEADY),
            TestLink.point("p3", "slow", STEADY));
    var base = TestLink.link(device.driver(), slow, points);
    int twice = points.size();
    TestLink link =
        new TestLink(
                new DriverLink(
                    base.name(),
                    base.source(),
                    base.driver(),
                    slow,
                    points,
                    Optional.empty(),
                    TestLink.derivations(Map.of("twice", expression("{p1} * 2"))),
                    Map.of()))
            .after(Duration.ofSeconds(10));
    assertThat(link.work.points()).endsWith("twice");
    List<PointHeld> seen = new ArrayList<>();
    device.whenRead(_ -> seen.add(link.work.held(twice).orElseThrow()));
    device.set(1, 7);
    link.run(Duration.ofSeconds(10));
    assertThat(seen)
        .as("before the first part came, and behind it")
        .hasSize(2)
        .allSatisfy(each -> {
          assertThat(each.measured().value()).isEqualTo(new Scalar.Real(2));
          assertThat(each.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(9));
        });
    PointHeld made = link.work.held(twice).orElseThrow();
    assertThat(made.measured().value()).isEqualTo(new Scalar.Real(14));
    assertThat(made.age()).isEqualTo(age(link, FAST));
  }
}
