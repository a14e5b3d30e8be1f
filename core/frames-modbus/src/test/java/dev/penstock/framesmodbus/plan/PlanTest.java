package dev.penstock.framesmodbus.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Response;
import dev.penstock.framesmodbus.Table;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.plan.LeftOut.Reason;
import dev.penstock.framesmodbus.point.DataType;
import dev.penstock.framesmodbus.point.NumberType;
import dev.penstock.framesmodbus.point.Point;
import dev.penstock.framesmodbus.point.PointAddress;
import dev.penstock.framesmodbus.point.PointCodec;
import dev.penstock.framesmodbus.point.Reading;
import dev.penstock.framesmodbus.point.WordOrder;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static final PlanRules CLOSE = new PlanRules(2000, 125, 0, 0, List.of());

  private static Point point(String address, String type) {
    return switch (Point.read(address, type, 1)) {
      case Reading.Good<Point>(var point) -> point;
      case Reading.Refused<Point> refused -> throw new AssertionError(refused.message());
    };
  }

  private static List<Point> registers(int... addresses) {
    return IntStream.of(addresses).mapToObj(each -> point("holding:" + each, "int16")).toList();
  }

  private static List<String> fetches(Plan plan) {
    return plan.fetches().stream()
        .map(each ->
            "%d/%s %d+%d %s"
                .formatted(
                    each.unit(), each.table(), each.address(), each.quantity(), each.points()))
        .toList();
  }

  @Test
  void neighboursAreReadTogetherWhateverTheirOrder() {
    Plan plan = Plan.of(registers(12, 10, 11), CLOSE);
    assertThat(fetches(plan)).containsExactly("1/HOLDING_REGISTERS 10+3 [1, 2, 0]");
  }

  @Test
  void unitsAndTablesAreReadApart() {
    List<Point> points =
        List.of(
            point("2/holding:0", "int16"),
            point("holding:0", "int16"),
            point("input:0", "int16"),
            point("coil:0", "bool"),
            point("discrete:0", "bool"));
    assertThat(fetches(Plan.of(points, PlanRules.STANDARD)))
        .containsExactly(
            "1/COILS 0+1 [3]",
            "1/DISCRETE_INPUTS 0+1 [4]",
            "1/HOLDING_REGISTERS 0+1 [1]",
            "1/INPUT_REGISTERS 0+1 [2]",
            "2/HOLDING_REGISTERS 0+1 [0]");
  }

  @Test
  void registersBetweenPointsAreReadAlongUpToALimit() {
    var rules = new PlanRules(2000, 125, 3, 2, List.of());
    assertThat(fetches(Plan.of(registers(0, 3, 7), rules)))
        .containsExactly("1/HOLDING_REGISTERS 0+4 [0, 1]", "1/HOLDING_REGISTERS 7+1 [2]");
    List<Point> coils = List.of(point("coil:0", "bool"), point("coil:4", "bool"));
    assertThat(fetches(Plan.of(coils, rules))).containsExactly("1/COILS 0+5 [0, 1]");
  }

  @Test
  void noValueIsReadInTwoRequests() {
    var rules = new PlanRules(8, 5, 0, 0, List.of());
    List<Point> points =
        List.of(
            point("holding:0", "float64"),
            point("holding:4", "float32"),
            point("holding:6", "float64"));
    assertThat(fetches(Plan.of(points, rules)))
        .containsExactly(
            "1/HOLDING_REGISTERS 0+4 [0]",
            "1/HOLDING_REGISTERS 4+2 [1]",
            "1/HOLDING_REGISTERS 6+4 [2]");
  }

  @Test
  void aValueWiderThanARequestIsLeftOut() {
    var rules = new PlanRules(8, 3, 0, 0, List.of());
    Plan plan = Plan.of(List.of(point("holding:0", "int64"), point("holding:4", "int16")), rules);
    assertThat(plan.leftOut()).containsExactly(new LeftOut(0, Reason.TOO_WIDE));
    assertThat(fetches(plan)).containsExactly("1/HOLDING_REGISTERS 4+1 [1]");
  }

  @Test
  void holesAreReadAsPeopleWriteThem() {
    assertThat(Hole.read("holding:200..299, 17/coil:5,input:0..65535 , 0/discrete:7", 3))
        .contains(
            List.of(
                new Hole(3, Table.HOLDING_REGISTERS, 200, 299),
                new Hole(17, Table.COILS, 5, 5),
                new Hole(3, Table.INPUT_REGISTERS, 0, 65_535),
                new Hole(0, Table.DISCRETE_INPUTS, 7, 7)));
    for (String none :
        List.of(
            "",
            "holding",
            "holding:",
            "holding:5..4",
            "holding:65536",
            "holding:1..65536",
            "256/holding:1",
            "holding:1,",
            "holding:1.3",
            "40101",
            "holding:-1",
            "holding:\u0661",
            "Holding:1")) {
      assertThat(Hole.read(none, 1)).as(none).isEmpty();
    }
  }

  @Test
  void noHoleIsEverAskedFor() {
    var hole = new Hole(1, Table.HOLDING_REGISTERS, 5, 6);
    var rules = new PlanRules(2000, 125, 10, 10, List.of(hole));
    List<Point> points =
        List.of(
            point("holding:3", "int16"),
            point("holding:4", "int32"),
            point("holding:7", "int16"),
            point("input:4", "int32"));
    Plan plan = Plan.of(points, rules);
    assertThat(plan.leftOut()).containsExactly(new LeftOut(1, Reason.IN_HOLE));
    assertThat(fetches(plan))
        .containsExactly(
            "1/HOLDING_REGISTERS 3+1 [0]",
            "1/HOLDING_REGISTERS 7+1 [2]",
            "1/INPUT_REGISTERS 4+2 [3]");
  }

  @Test
  void aBadPointIsFoundAndLeftOut() {
    List<Point> points = registers(IntStream.range(0, 100).toArray());
    Plan plan = carriedOut(Plan.of(points, CLOSE), fetch -> covers(fetch, 37));
    assertThat(plan.leftOut()).containsExactly(new LeftOut(37, Reason.REFUSED));
    assertThat(plan.fetches().stream().mapToInt(each -> each.points().count()).sum()).isEqualTo(99);
  }

  @Test
  void onlySevenFailuresComeBeforeABadPointStandsAlone() {
    List<Point> points = registers(IntStream.range(0, 125).toArray());
    for (int bad = 0; bad < 125; bad++) {
      int at = bad;
      var failures = new ArrayList<Fetch>();
      Plan plan =
          carriedOut(Plan.of(points, CLOSE), fetch -> covers(fetch, at) && failures.add(fetch));
      assertThat(failures).hasSizeLessThanOrEqualTo(8);
      assertThat(plan.leftOut()).containsExactly(new LeftOut(bad, Reason.REFUSED));
    }
  }

  /** Registers between points that the device refuses are nobody's point. */
  @Test
  void whereNobodysRegisterWasBadNobodyIsLeftOut() {
    var rules = new PlanRules(2000, 125, 8, 8, List.of());
    Plan plan = Plan.of(registers(0, 1, 2, 3, 9), rules);
    assertThat(plan.fetches()).hasSize(1);
    Plan after = carriedOut(plan, fetch -> covers(fetch, 6));
    assertThat(after.leftOut()).isEmpty();
    assertThat(fetches(after))
        .containsExactly(
            "1/HOLDING_REGISTERS 0+2 [0, 1]",
            "1/HOLDING_REGISTERS 2+1 [2]",
            "1/HOLDING_REGISTERS 3+1 [3]",
            "1/HOLDING_REGISTERS 9+1 [4]");
  }

  @Test
  void bitsOfOneRegisterAreLeftOutTogether() {
    List<Point> points = new ArrayList<>();
    for (int bit = 0; bit < 16; bit++) {
      points.add(point("holding:5." + bit, "bool"));
    }
    Plan plan = Plan.of(points, CLOSE);
    assertThat(plan.fetches()).hasSize(1);
    assertThat(plan.afterFailure(plan.fetches().getFirst()).leftOut()).hasSize(16);
    assertThat(plan.afterFailure(plan.fetches().getFirst()).fetches()).isEmpty();
  }

  @Test
  void whatWasRefusedIsTriedAgainByItself() {
    List<Point> points =
        List.of(
            point("holding:0", "int16"),
            point("holding:1.0", "bool"),
            point("holding:1.1", "bool"),
            point("holding:2", "int16"));
    Plan plan = carriedOut(Plan.of(points, CLOSE), fetch -> covers(fetch, 1));
    assertThat(plan.leftOut()).hasSize(2);
    Plan again = plan.retrying();
    assertThat(again.leftOut()).isEmpty();
    assertThat(fetches(again)).contains("1/HOLDING_REGISTERS 1+1 [1, 2]");
    assertThat(carriedOut(again, fetch -> false).leftOut()).isEmpty();
    assertThat(carriedOut(again, fetch -> covers(fetch, 1)).leftOut()).hasSize(2);
  }

  @Test
  void ofManyThatWereRefusedSomeAreTriedAgainInTurn() {
    Plan plan = carriedOut(Plan.of(registers(0, 1, 2), CLOSE), fetch -> true);
    assertThat(plan.leftOut()).extracting(LeftOut::point).containsExactly(0, 1, 2);
    Plan first = plan.retrying(2);
    assertThat(first.fetches()).hasSize(2);
    Plan refused = carriedOut(first, fetch -> true);
    assertThat(refused.leftOut()).extracting(LeftOut::point).containsExactly(2, 0, 1);
    assertThat(fetches(refused.retrying(1))).containsExactly("1/HOLDING_REGISTERS 2+1 [2]");
  }

  @Test
  void onlyItsOwnFetchesCanFail() {
    Plan plan = Plan.of(registers(0), CLOSE);
    Fetch foreign = Plan.of(registers(1), CLOSE).fetches().getFirst();
    assertThatIllegalArgumentException().isThrownBy(() -> plan.afterFailure(foreign));
  }

  @Test
  void noPointsAreNoFetches() {
    assertThat(Plan.of(List.of(), PlanRules.STANDARD).fetches()).isEmpty();
  }

  private static boolean covers(Fetch fetch, int address) {
    return fetch.address() <= address && address < fetch.address() + fetch.quantity();
  }

  /** Until no fetch of the plan fails any more. */
  private static Plan carriedOut(Plan plan, Predicate<Fetch> fails) {
    int rounds = 0;
    Plan now = plan;
    boolean hasFailed = true;
    while (hasFailed) {
      hasFailed = false;
      for (Fetch fetch : now.fetches()) {
        if (fails.test(fetch)) {
          now = now.afterFailure(fetch);
          hasFailed = true;
        }
      }
      assertThat(++rounds).as("rounds").isLessThan(30);
    }
    return now;
  }

  private record Case(List<Point> points, PlanRules rules, List<Words> memory, Set<Integer> bad) {
    @Override
    public String toString() {
      return points.size() + " points, " + rules;
    }
  }

  private static Case drawn(long seed) {
    var random = new SplittableRandom(seed);
    int span = 20 + random.nextInt(3000);
    List<Point> points = new ArrayList<>();
    for (int i = random.nextInt(200); i > 0; i--) {
      points.add(point(random, span));
    }
    List<Hole> holes = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      int first = random.nextInt(span);
      holes.add(new Hole(random.nextInt(2), table(random), first, first + random.nextInt(20)));
    }
    var rules =
        new PlanRules(
            1 + random.nextInt(2000),
            1 + random.nextInt(125),
            random.nextInt(100),
            random.nextInt(20),
            holes);
    List<Words> memory = new ArrayList<>();
    for (int unit = 0; unit < 2; unit++) {
      byte[] bytes = new byte[2 * (span + 200)];
      random.nextBytes(bytes);
      memory.add(Words.ofBytes(bytes));
    }
    Set<Integer> bad = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean _ = bad.add(random.nextInt(span));
    }
    return new Case(points, rules, memory, bad);
  }

  private static <T> T pick(RandomGenerator random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static Table table(RandomGenerator random) {
    return pick(random, List.of(Table.values()));
  }

  private static Point point(RandomGenerator random, int span) {
    Table table = table(random);
    int address = random.nextInt(span);
    int unit = random.nextInt(2);
    if (table.isOfBits()) {
      return new Point(new PointAddress(unit, table, address, null), new DataType.Bool());
    }
    return switch (random.nextInt(4)) {
      case 0 ->
          new Point(
              new PointAddress(unit, table, address, random.nextInt(16)), new DataType.Bool());
      case 1 ->
          new Point(
              new PointAddress(unit, table, address, null),
              new DataType.Text(1 + random.nextInt(60), WordOrder.BADC));
      default ->
          new Point(
              new PointAddress(unit, table, address, null),
              new DataType.Numeric(
                  pick(random, List.of(NumberType.values())),
                  pick(random, List.of(WordOrder.values()))));
    };
  }

  @Test
  void eachPointIsInOneFetchWholeOrLeftOutForAReason() {
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          Case drawn = drawn(seed);
          isWhole(Plan.of(drawn.points(), drawn.rules()), drawn);
        });
  }

  @Test
  void afterAnyFailuresEachGoodPointIsStillRead() {
    Property.forAll(Gen.seeds())
        .cases(150, 10_000)
        .holds(seed -> {
          Case drawn = drawn(seed);
          Predicate<Fetch> fails =
              fetch -> drawn.bad().stream().anyMatch(each -> covers(fetch, each));
          Plan plan = carriedOut(Plan.of(drawn.points(), drawn.rules()), fails);
          isWhole(plan, drawn);
          for (LeftOut each : plan.leftOut()) {
            if (each.reason() == Reason.REFUSED) {
              Point point = drawn.points().get(each.point());
              assertThat(drawn.bad()).anyMatch(bad -> point.first() <= bad && bad <= point.last());
            }
          }
        });
  }

  private static void isWhole(Plan plan, Case drawn) {
    int[] seen = new int[drawn.points().size()];
    for (Fetch fetch : plan.fetches()) {
      assertThat(fetch.quantity())
          .isBetween(
              1, fetch.table().isOfBits() ? drawn.rules().bitsMax() : drawn.rules().registersMax());
      for (Hole hole : drawn.rules().holes()) {
        boolean isTouched =
            hole.unit() == fetch.unit()
                && hole.table() == fetch.table()
                && hole.first() < fetch.address() + fetch.quantity()
                && hole.last() >= fetch.address();
        assertThat(isTouched).as("%s asks for %s", fetch, hole).isFalse();
      }
      Response answer = answered(fetch, drawn.memory());
      for (int i = 0; i < fetch.points().count(); i++) {
        int index = fetch.points().at(i);
        Point point = drawn.points().get(index);
        seen[index]++;
        assertThat(point.address().unit()).isEqualTo(fetch.unit());
        assertThat(point.address().table()).isEqualTo(fetch.table());
        assertThat(point.first()).isGreaterThanOrEqualTo(fetch.address());
        assertThat(point.last()).isLessThan(fetch.address() + fetch.quantity());
        assertThat(fetch.valueOf(point, answer))
            .isEqualTo(direct(point, drawn.memory().get(fetch.unit())));
      }
    }
    for (LeftOut each : plan.leftOut()) {
      seen[each.point()]++;
    }
    assertThat(Arrays.stream(seen).allMatch(each -> each == 1)).isTrue();
  }

  private static Response answered(Fetch fetch, List<Words> memory) {
    Words all = memory.get(fetch.unit());
    if (fetch.table().isOfBits()) {
      boolean[] bits = new boolean[fetch.quantity()];
      for (int i = 0; i < bits.length; i++) {
        bits[i] = all.at(fetch.address() + i) % 2 != 0;
      }
      return new Response.BitsRead(fetch.request().function(), Bits.of(bits));
    }
    return new Response.RegistersRead(
        fetch.request().function(), all.slice(fetch.address(), fetch.quantity()));
  }

  private static Reading<Scalar> direct(Point point, Words memory) {
    return point.address().table().isOfBits()
        ? new Reading.Good<>(new Scalar.Bool(memory.at(point.first()) % 2 != 0))
        : PointCodec.decode(point, memory.slice(point.first(), point.type().count()), 0);
  }

  /**
   * The goal for a driver's re-plan after each reconnection. Processor time, of the best of many
   * rounds, so that a busy machine does not decide.
   */
  @Test
  void ofAHundredThousandScatteredPointsEachIsPlannedOnceInFarFewerRequests() {
    var random = new SplittableRandom(1);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      points.add(
          new Point(
              new PointAddress(
                  random.nextInt(20), Table.HOLDING_REGISTERS, random.nextInt(65_000), null),
              new DataType.Numeric(
                  random.nextBoolean() ? NumberType.FLOAT32 : NumberType.INT16, WordOrder.CDAB)));
    }
    Plan plan = Plan.of(points, PlanRules.STANDARD);
    long planned = plan.fetches().stream().mapToLong(fetch -> fetch.points().count()).sum();
    assertThat(planned).isEqualTo(points.size());
    assertThat(plan.fetches()).hasSizeLessThan(points.size() / 2);
  }
}
