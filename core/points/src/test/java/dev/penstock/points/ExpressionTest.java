package dev.penstock.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Points made of other points. */
class ExpressionTest {
  private static final Map<String, Measured> POINTS =
      new TreeMap<>(
          Map.of(
              "a", Measured.of(3, 10),
              "b", Measured.of(4, 20),
              "on", new Measured(new Scalar.Bool(true), Quality.GOOD, 5),
              "off", new Measured(new Scalar.Bool(false), Quality.GOOD, 5),
              "bad", Measured.bad(Quality.NO_COMMUNICATION, 30),
              "old", new Measured(new Scalar.Whole(7), Quality.LAST_USABLE, 2),
              "text", new Measured(new Scalar.Text("3"), Quality.GOOD, 1)));

  private static Expression read(String text) {
    Parsed parsed = Expression.parse(text);
    assertThat(parsed).as(text).isInstanceOf(Parsed.Read.class);
    return ((Parsed.Read) parsed).expression();
  }

  private static Measured value(Expression expression) {
    List<Measured> values =
        expression.points().stream()
            .map(name -> POINTS.getOrDefault(name, Measured.bad(Quality.WAITING, 0)))
            .toList();
    return expression.evaluate(values, 99);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 + 2 * 3                    | 7
          (1 + 2) * 3                  | 9
          10 - 4 - 3                   | 3
          -2 * -3                      | 6
          7 % 4                        | 3
          1.5e3                        | 1500
          .25                          | 0.25
          {a} * {b}                    | 12
          { a } + 1                    | 4
          sqrt({a} * {a} + {b} * {b})  | 5
          min({a}, {b}, 2)             | 2
          avg({a}, {b})                | 3.5
          sum({on}, {on}, {off})       | 2
          clamp({b}, 0, 3.5)           | 3.5
          round(-2.5)                  | -3
          round(0.49999999999999994)   | 0
          IF({on}, {a}, {b})           | 3
          if({a} > {b}, 1, 2)          | 2
          or_else({bad}, {b})          | 4
          or_else({a}, {bad})          | 3
          pow(2, 10)                   | 1024
          """)
  void numbersAreComputed(String text, double expected) {
    Measured value = value(read(text));
    assertThat(value.quality()).isEqualTo(Quality.GOOD);
    assertThat(value.value()).isEqualTo(new Scalar.Real(expected == 0 ? 0.0 : expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {a} < {b}                    | true
          {a} >= 3 and {b} <= 3        | false
          not {off}                    | true
          not {a} == 4                 | true
          true or {bad} > 1            | true
          false and {bad} > 1          | false
          {on} != {off}                | true
          {on} == true                 | true
          good({bad})                  | false
          good({a} / 0)                | false
          good({old})                  | false
          good({a}) and {on}           | true
          if({on}, {off}, {on})        | false
          or_else({bad}, {on})         | true
          1 < 2 or 1 / 0 > 1           | true
          """)
  void whatIsTrueIsSaid(String text, boolean expected) {
    Measured value = value(read(text));
    assertThat(value.quality()).isEqualTo(Quality.GOOD);
    assertThat(value.value()).isEqualTo(new Scalar.Bool(expected));
  }

  @Test
  void theResultIsAsBadAsTheWorstThatWasLookedAt() {
    assertThat(value(read("{a} + {old}")).quality()).isEqualTo(Quality.LAST_USABLE);
    assertThat(value(read("{old} + {bad}")).quality()).isEqualTo(Quality.NO_COMMUNICATION);
    assertThat(value(read("{nobody} + 1")).quality()).isEqualTo(Quality.WAITING);
    assertThat(value(read("if({on}, {a}, {bad})")).quality()).isEqualTo(Quality.GOOD);
    assertThat(value(read("or_else({bad}, {old})")).quality()).isEqualTo(Quality.LAST_USABLE);
    assertThat(value(read("{bad} * 0")).value()).isEqualTo(new Scalar.None());
  }

  @Test
  void whatHasNoValueIsBad() {
    for (String text :
        List.of("1 / 0", "sqrt(-1)", "ln(0)", "pow(10, 400)", "clamp(1, 3, 2)", "{a} % 0")) {
      assertThat(value(read(text))).as(text).matches(it -> it.quality() == Quality.OUT_OF_RANGE);
    }
    assertThat(value(read("{text} + 1")).quality()).isEqualTo(Quality.TYPE_MISMATCH);
    assertThat(value(read("{a} and {on}")).quality()).isEqualTo(Quality.TYPE_MISMATCH);
  }

  @Test
  void theTimeIsThatOfTheNewestValueItIsMadeOf() {
    assertThat(value(read("{a} + {b}")).timeNanos()).isEqualTo(20);
    assertThat(value(read("or_else({bad}, {a})")).timeNanos()).isEqualTo(10);
    assertThat(value(read("1 + 1")).timeNanos()).isEqualTo(99);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          1 +                | 3  | the text ends
          1 + true           | 3  | is not a number
          {a} and 1          | 7  | is not true or false
          1 < 2 < 3          | 6  | 'and'
          {a                 | 0  | ends with '}'
          {}                 | 0  | has a name
          foo(1)             | 0  | braces
          sqrt(1, 2)         | 0  | takes 1 parts, not 2
          (1 + 2             | 6  | ')' must stand
          1 2                | 2  | does not go on
          1.2.3              | 3  | does not go on
          1e                 | 0  | is no number
          $                  | 0  | unknown
          if({on}, 1, true)  | 11 | both must be numbers
          1 == true          | 4  | never the same
          1e999              | 0  | is no number
          """)
  void whatIsNoneSaysWhereAndWhy(String text, int at, String what) {
    assertThat(Expression.parse(text))
        .isInstanceOfSatisfying(
            Parsed.Faulty.class,
            faulty -> {
              assertThat(faulty.at()).isEqualTo(at);
              assertThat(faulty.what()).contains(what);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ((1)+(2*3))                  | 1 + 2 * 3
          (1+2)*3                      | (1 + 2) * 3
          1-(2-3)                      | 1 - (2 - 3)
          (1-2)-3                      | 1 - 2 - 3
          --{ a }                      | --{a}
          -(1+2)                       | -(1 + 2)
          not(not true)                | not not true
          not(true and false)          | not (true and false)
          (not true) and false         | not true and false
          (1<2)==(2<3)                 | (1 < 2) == (2 < 3)
          Min( 1 ,2 )                  | min(1, 2)
          """)
  void itHasOneSpelling(String text, String expected) {
    assertThat(read(text)).hasToString(expected);
    assertThat(read(expected)).isEqualTo(read(text));
  }

  @Test
  void itHasItsBounds() {
    assertThat(Expression.parse("(".repeat(40) + "1" + ")".repeat(40)))
        .isInstanceOfSatisfying(
            Parsed.Faulty.class, it -> assertThat(it.what()).contains("levels"));
    assertThat(Expression.parse("(".repeat(30) + "1" + ")".repeat(30)))
        .isInstanceOf(Parsed.Read.class);
    assertThat(Expression.parse("-".repeat(900) + "1")).isInstanceOf(Parsed.Faulty.class);
    assertThat(value(read("not ".repeat(240) + "true")).value()).isEqualTo(new Scalar.Bool(true));
    assertThat(Expression.parse("1+".repeat(200) + "1")).isInstanceOf(Parsed.Faulty.class);
    assertThat(Expression.parse(" ".repeat(1_000) + "1")).isInstanceOf(Parsed.Faulty.class);
    var points = new StringBuilder("{p0}");
    for (int i = 1; i <= Expression.POINTS_MAX; i++) {
      points.append("+{p").append(i).append('}');
    }
    assertThat(Expression.parse(points.toString()))
        .isInstanceOfSatisfying(
            Parsed.Faulty.class, it -> assertThat(it.what()).contains("64 points"));
  }

  @Test
  void nestedChoicesTakeNoLongerThanTheyAreLong() {
    String text = "or_else(".repeat(30) + "{bad}" + ", {bad})".repeat(30);
    assertThat(value(read(text)).quality()).isEqualTo(Quality.NO_COMMUNICATION);
  }

  @Test
  void garbageIsAnAnswerNeverAnError() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          String parts = "0123456789.eE+-*/%()<>=!,{}ab \u00e4\ud83d\ude00nortifd_";
          var text = new StringBuilder();
          for (int i = random.nextInt(40); i > 0; i--) {
            text.append(parts.charAt(random.nextInt(parts.length())));
          }
          switch (Expression.parse(text.toString())) {
            case Parsed.Faulty(int at, String what) -> {
              assertThat(at).isBetween(0, text.length());
              assertThat(what).isNotBlank();
            }
            case Parsed.Read(Expression expression) ->
                assertThat(read(expression.toString())).isEqualTo(expression);
          }
        });
  }

  @Test
  void whatIsWrittenReadsAsTheSameAgain() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 200_000)
        .holds(seed -> {
          var tree = new RandomTree(new SplittableRandom(seed));
          String text = tree.number(4);
          Expression expression = read(text);
          assertThat(read(expression.toString())).isEqualTo(expression);
          assertThat(value(read(expression.toString()))).isEqualTo(value(expression));
          assertThat(value(expression).quality()).isIn(Quality.GOOD, Quality.OUT_OF_RANGE);
        });
  }

  /** Texts that are well typed, of good points. */
  private record RandomTree(SplittableRandom random) {
    String number(int depth) {
      return switch (depth == 0 ? random.nextInt(2) : random.nextInt(8)) {
        case 0 -> Integer.toString(random.nextInt(100));
        case 1 -> random.nextBoolean() ? "{a}" : "{b}";
        case 2 -> number(depth - 1) + pick(" + ", " - ", " * ", " / ", "%") + number(depth - 1);
        case 3 -> "(" + number(depth - 1) + ")";
        case 4 -> "-" + "(" + number(depth - 1) + ")";
        case 5 -> pick("min", "max", "sum", "avg") + "(" + number(depth - 1) + ", {b})";
        case 6 -> pick("abs", "round", "sin", "sqrt") + "(" + number(depth - 1) + ")";
        default ->
            "if(" + truth(depth - 1) + "," + number(depth - 1) + "," + number(depth - 1) + ")";
      };
    }

    String truth(int depth) {
      return switch (depth == 0 ? random.nextInt(2) : random.nextInt(5)) {
        case 0 -> pick("{on}", "{off}");
        case 1 -> pick("true", "false");
        case 2 -> number(depth - 1) + pick(" < ", " >= ", " == ", "!=") + number(depth - 1);
        case 3 -> "not (" + truth(depth - 1) + ")";
        default -> "(" + truth(depth - 1) + pick(" and ", " or ") + truth(depth - 1) + ")";
      };
    }

    private String pick(String... from) {
      return from[random.nextInt(from.length)];
    }
  }

  @Test
  void aValueForEachPointIsNeeded() {
    assertThatThrownBy(() -> read("{a}").evaluate(List.of(), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void derivedPointsComeAfterWhatTheyAreMadeOf() {
    Map<String, Expression> all =
        Map.of(
            "total", read("{east} + {west}"),
            "east", read("{e1} + {e2}"),
            "west", read("{east} * 2"),
            "share", read("{east} / {total}"));
    var ordering = (Derivations.Ordering.Ordered) Derivations.of(all);
    List<String> order =
        ordering.derivations().all().stream().map(Derivations.Derived::point).toList();
    assertThat(order).containsExactly("east", "west", "total", "share");
    assertThat(ordering.derivations().of("east"))
        .extracting(Derivations.Derived::point)
        .containsExactlyInAnyOrder("west", "total", "share");
    assertThat(ordering.derivations().of("e2"))
        .extracting(Derivations.Derived::point)
        .containsExactly("east");
    assertThat(ordering.derivations().of("nobody")).isEmpty();
  }

  @Test
  void aPointThatIsMadeOfItselfIsNone() {
    assertThat(Derivations.of(Map.of("a", read("{a} + 1"))))
        .isEqualTo(new Derivations.Ordering.Circular(List.of("a")));
    Map<String, Expression> circle =
        Map.of("x", read("{y}"), "y", read("{a} + {z}"), "z", read("{x}"), "q", read("{x}"));
    assertThat(Derivations.of(circle))
        .isInstanceOfSatisfying(
            Derivations.Ordering.Circular.class,
            it -> assertThat(it.points()).containsExactlyInAnyOrder("x", "y", "z"));
  }

  @Test
  void aLongChainIsOrderedToo() {
    Map<String, Expression> chain = new TreeMap<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String name = "p%05d".formatted(20_000 - i);
      chain.put(name, read("{p%05d} + 1".formatted(20_001 - i)));
      expected.add(name);
    }
    var ordered = (Derivations.Ordering.Ordered) Derivations.of(chain);
    assertThat(ordered.derivations().all())
        .extracting(Derivations.Derived::point)
        .containsExactlyElementsOf(expected);
  }
}
