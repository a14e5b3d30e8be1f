package dev.penstock.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PointLineTest {
  private final List<String> told = new ArrayList<>();

  private static Expression expression(String text) {
    return ((Parsed.Read) Expression.parse(text)).expression();
  }

  private static Derivations derivations(Map<String, Expression> expressions) {
    return ((Derivations.Ordering.Ordered) Derivations.of(expressions)).derivations();
  }

  private static PointLine.NamedPoint named(String name, PointRule rule) {
    return new PointLine.NamedPoint(name, rule);
  }

  private static PointRule changes() {
    return new PointRule(Optional.empty(), new Deadband(0, Deadband.NEVER));
  }

  private static PointLine line(Map<String, Expression> derived, String... names) {
    List<PointLine.NamedPoint> points = new ArrayList<>();
    for (String name : names) {
      points.add(named(name, changes()));
    }
    Map<String, Deadband> rules = new HashMap<>();
    derived.keySet().forEach(name -> rules.put(name, new Deadband(0, Deadband.NEVER)));
    return new PointLine(points, derivations(derived), rules);
  }

  private Telling telling(PointLine line) {
    return (point, measured, sourceTime) ->
        told.add(
            line.names().get(point)
                + "="
                + text(measured)
                + "@"
                + measured.timeNanos()
                + (sourceTime == Telling.NO_TIME ? "" : "/" + sourceTime));
  }

  private static String text(Measured measured) {
    String value =
        switch (measured.value()) {
          case Scalar.Real(double real) -> Double.toString(real);
          case Scalar.None _ -> "none";
          case Scalar other -> other.toString();
        };
    return measured.quality() == 0 ? value : value + "!" + Integer.toHexString(measured.quality());
  }

  private void raw(PointLine line, int point, double value, long at) {
    line.raw(point, new Scalar.Real(value), Quality.GOOD, Telling.NO_TIME, at, telling(line));
  }

  @Test
  void whatChangedIsTold() {
    PointLine line = line(Map.of(), "a", "b");
    raw(line, 0, 1, 10);
    raw(line, 1, 2, 10);
    raw(line, 0, 1, 20);
    raw(line, 1, 3, 20);
    assertThat(told).containsExactly("a=1.0@10", "b=2.0@10", "b=3.0@20");
    assertThat(line.lastTold(1)).isEqualTo(Measured.of(3, 20));
    assertThat(line.usableCount()).isEqualTo(2);
  }

  @Test
  void theTimeOfTheDeviceGoesThroughAndDecidesNothing() {
    var rule = new PointRule(Optional.empty(), new Deadband(0, Duration.ofNanos(100)));
    var line = new PointLine(List.of(named("a", rule)), derivations(Map.of()), Map.of());
    Telling to = telling(line);
    line.raw(0, new Scalar.Real(1), Quality.GOOD, 5_000, 10, to);
    line.raw(0, new Scalar.Real(1), Quality.GOOD, 9_000, 109, to);
    line.raw(0, new Scalar.Real(1), Quality.GOOD, 5_000, 110, to);
    assertThat(told).containsExactly("a=1.0@10/5000", "a=1.0@110/5000");
  }

  @Test
  void aDerivedPointIsToldOnceAReadingOfPartsThatBelongTogether() {
    PointLine line = line(Map.of("sum", expression("{a} + {b}")), "a", "b");
    Telling to = telling(line);
    raw(line, 0, 1, 10);
    raw(line, 1, 2, 10);
    line.settle(11, to);
    raw(line, 0, 10, 20);
    raw(line, 1, 20, 20);
    line.settle(21, to);
    line.settle(31, to);
    assertThat(told)
        .containsExactly(
            "a=1.0@10", "b=2.0@10", "sum=3.0@11", "a=10.0@20", "b=20.0@20", "sum=30.0@21");
  }

  @Test
  void whatIsDerivedFromWhatIsDerivedComesInTheSameReading() {
    PointLine line = line(Map.of("b", expression("{z} * 2"), "z", expression("{a} + 1")), "a");
    raw(line, 0, 1, 10);
    line.settle(10, telling(line));
    assertThat(told).containsExactly("a=1.0@10", "z=2.0@10", "b=4.0@10");
  }

  @Test
  void aPointThatIsNotToldIsStillWhatOthersAreMadeOf() {
    var rule = new PointRule(Optional.empty(), new Deadband(10, Deadband.NEVER));
    var line =
        new PointLine(
            List.of(named("a", rule)),
            derivations(Map.of("twice", expression("{a} * 2"))),
            Map.of());
    raw(line, 0, 1, 10);
    line.settle(10, telling(line));
    raw(line, 0, 5, 20);
    line.settle(20, telling(line));
    assertThat(told).containsExactly("a=1.0@10", "twice=2.0@10", "twice=10.0@20");
  }

  @Test
  void whenTheLinkGoesDownEachPointThatWasToldIsToldOnce() {
    PointLine line = line(Map.of("sum", expression("{a} + {b}")), "a", "b", "never");
    Telling to = telling(line);
    raw(line, 0, 1, 10);
    raw(line, 1, 2, 10);
    line.settle(10, to);
    told.clear();
    line.linkDown(20, to);
    line.linkDown(30, to);
    assertThat(told)
        .containsExactly("a=none!80310000@20", "b=none!80310000@20", "sum=none!80310000@20");
    told.clear();
    raw(line, 0, 1, 40);
    line.settle(40, to);
    assertThat(told).containsExactly("a=1.0@40");
    assertThat(line.usableCount()).isEqualTo(1);
  }

  @Test
  void alsoWhereEveryValueIsToldALinkThatIsDownIsToldOnce() {
    var line = new PointLine(List.of(named("a", PointRule.ALL)), derivations(Map.of()), Map.of());
    raw(line, 0, 1, 10);
    raw(line, 0, 1, 20);
    line.linkDown(30, telling(line));
    line.linkDown(40, telling(line));
    assertThat(told).containsExactly("a=1.0@10", "a=1.0@20", "a=none!80310000@30");
  }

  @Test
  void whatIsWithheldIsToldOnceWhateverTheLinkDoes() {
    PointLine line = line(Map.of(), "a", "b");
    Telling to = telling(line);
    raw(line, 0, 1, 10);
    raw(line, 1, 1, 10);
    told.clear();
    line.withhold(0, Quality.ACCESS_DENIED, 20, to);
    line.withhold(0, Quality.ACCESS_DENIED, 30, to);
    line.linkDown(40, to);
    line.withhold(0, Quality.ACCESS_DENIED, 50, to);
    raw(line, 0, 1, 60);
    assertThat(told).containsExactly("a=none!801f0000@20", "b=none!80310000@40", "a=1.0@60");
  }

  @Test
  void aPointOfNoOtherIsToldAtTheFirstReading() {
    PointLine line = line(Map.of("two", expression("1 + 1")), "a");
    line.settle(10, telling(line));
    line.settle(20, telling(line));
    assertThat(told).containsExactly("two=2.0@10");
  }

  @Test
  void whatIsMadeOfOtherDevicesPointsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> line(Map.of("x", expression("{elsewhere}")), "a"))
        .withMessageContaining("elsewhere");
    assertThatIllegalArgumentException().isThrownBy(() -> line(Map.of(), "a", "a"));
  }

  /**
   * What a thousand devices of a hundred points each cost: the objects that values are, no more.
   */
  @Test
  void aValueThatIsNotToldCostsNoMoreThanItsMeasurement() {
    int count = 10_000;
    List<PointLine.NamedPoint> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(named("p" + i, changes()));
    }
    var line = new PointLine(points, derivations(Map.of()), Map.of());
    Telling to = (point, _, _) -> told.add("p" + point);
    var value = new Scalar.Whole(7);
    long[] at = {0};
    long least =
        Allocation.leastBytesOf(
            20,
            () -> {
              at[0]++;
              for (int i = 0; i < count; i++) {
                line.raw(i, value, Quality.GOOD, Telling.NO_TIME, at[0], to);
              }
              line.settle(at[0], to);
            });
    assertThat(told).hasSize(count);
    assertThat(least / count).as("bytes for each value").isLessThanOrEqualTo(100);
  }

  /** Does the same from what the class promises, looking at everything each time. */
  private static final class PlainLine {
    private final Map<String, PointRule> rules;
    private final Map<String, Expression> derived;
    private final Map<String, Measured> now = new HashMap<>();
    private final Map<String, Measured> last = new HashMap<>();
    private final Map<String, Boolean> isWithheld = new HashMap<>();

    private PlainLine(Map<String, PointRule> rules, Map<String, Expression> derived) {
      this.rules = rules;
      this.derived = derived;
    }

    private List<String> raw(String point, Measured raw) {
      Measured measured = rules.get(point).scaling().map(scaling -> scaling.apply(raw)).orElse(raw);
      isWithheld.put(point, false);
      now.put(point, measured);
      return tell(point, measured, rules.get(point).deadband());
    }

    private List<String> tell(String point, Measured measured, Deadband deadband) {
      if (!deadband.tells(last.get(point), measured)) {
        return List.of();
      }
      last.put(point, measured);
      return List.of(point + " " + measured);
    }

    private List<String> down(List<String> points, long at) {
      List<String> told = new ArrayList<>();
      var gone = Measured.bad(Quality.NO_COMMUNICATION, at);
      for (String point : points) {
        Measured before = last.get(point);
        if (before != null
            && before.quality() != Quality.NO_COMMUNICATION
            && !isWithheld.getOrDefault(point, false)) {
          now.put(point, gone);
          last.put(point, gone);
          told.add(point + " " + gone);
        }
      }
      return told;
    }

    private List<String> withhold(String point, long at) {
      isWithheld.put(point, true);
      var denied = Measured.bad(Quality.ACCESS_DENIED, at);
      Measured before = last.get(point);
      if (before != null && before.quality() == Quality.ACCESS_DENIED) {
        return List.of();
      }
      now.put(point, denied);
      last.put(point, denied);
      return List.of(point + " " + denied);
    }

    /** Derived points in the order of their names, each of which is made of earlier ones only. */
    private List<String> settle(long at) {
      List<String> told = new ArrayList<>();
      for (String name : derived.keySet().stream().sorted().toList()) {
        List<Measured> inputs = new ArrayList<>();
        boolean isAnyKnown = false;
        for (String input : derived.get(name).points()) {
          isAnyKnown |= now.containsKey(input);
          inputs.add(now.getOrDefault(input, Measured.bad(Quality.WAITING, at)));
        }
        if (isAnyKnown) {
          Measured made = derived.get(name).evaluate(inputs, at);
          var value = new Measured(made.value(), made.quality(), at);
          now.put(name, value);
          told.addAll(tell(name, value, new Deadband(0, Deadband.NEVER)));
        }
      }
      return told;
    }
  }

  @Test
  void theLineAgreesWithAPlainOne() {
    Property.forAll(Gen.seeds()).cases(300, 20_000).holds(PointLineTest::assertAgreement);
  }

  private static void assertAgreement(long seed) {
    var random = new SplittableRandom(seed);
    List<PointLine.NamedPoint> points = new ArrayList<>();
    Map<String, PointRule> rules = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      PointRule rule = rule(random);
      names.add("p" + i);
      rules.put("p" + i, rule);
      points.add(named("p" + i, rule));
    }
    Map<String, Expression> derived =
        Map.of(
            "q1", expression("{p0} + {p1}"),
            "q2", expression("or_else({p2}, {q1})"),
            "q3", expression("if(good({p3}), {p3}, {q2})"));
    Map<String, Deadband> deadbands = new HashMap<>();
    derived.keySet().forEach(name -> deadbands.put(name, new Deadband(0, Deadband.NEVER)));
    var line = new PointLine(points, derivations(derived), deadbands);
    var plain = new PlainLine(rules, derived);
    List<String> told = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Telling to = (point, measured, _) -> told.add(line.names().get(point) + " " + measured);
    long at = 1_000;
    for (int i = 0; i < 60; i++) {
      at += random.nextLong(0, 40);
      int point = random.nextInt(4);
      switch (random.nextInt(10)) {
        case 0 -> {
          line.linkDown(at, to);
          expected.addAll(plain.down(names, at));
          expected.addAll(plain.settle(at));
        }
        case 1 -> {
          line.withhold(point, Quality.ACCESS_DENIED, at, to);
          expected.addAll(plain.withhold("p" + point, at));
        }
        case 2, 3 -> {
          line.settle(at, to);
          expected.addAll(plain.settle(at));
        }
        default -> {
          Measured raw = raw(random, at);
          line.raw(point, raw.value(), raw.quality(), Telling.NO_TIME, at, to);
          expected.addAll(plain.raw("p" + point, raw));
        }
      }
      assertThat(told).isEqualTo(expected);
    }
  }

  private static PointRule rule(SplittableRandom random) {
    Optional<Scaling> scaling =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new Scaling(0, 10, 0, 100, Scaling.Beyond.UNCERTAIN));
    return new PointRule(
        scaling,
        switch (random.nextInt(3)) {
          case 0 -> Deadband.NONE;
          case 1 -> new Deadband(2, Duration.ofNanos(100));
          default -> new Deadband(0, Deadband.NEVER);
        });
  }

  private static Measured raw(SplittableRandom random, long at) {
    return switch (random.nextInt(6)) {
      case 0 -> Measured.bad(Quality.CONFIGURATION_ERROR, at);
      case 1 -> new Measured(new Scalar.Text("x"), Quality.GOOD, at);
      case 2 -> new Measured(new Scalar.Real(random.nextInt(15)), Quality.UNCERTAIN, at);
      default -> new Measured(new Scalar.Real(random.nextInt(15)), Quality.GOOD, at);
    };
  }
}
