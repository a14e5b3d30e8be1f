package dev.penstock.house.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.house.checkout.Checkout;
import dev.penstock.house.checkout.Plant;
import dev.penstock.house.checkout.Planted;
import dev.penstock.house.checkout.Rule;
import dev.penstock.house.checkout.RulesContract;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRulesTest extends RulesContract {
  private static final String ASSERTS = "a test asserts something";

  TestRulesTest() {
    super(TestRules.all(), plants());
  }

  private static List<Planted> plants() {
    return List.of(
        silent("runsOnly", "new Gamma();"),
        silent("asksOnly", "var _ = assertThat(1);"),
        silent("preparesOnly", "var _ = assertThat(new Gamma()).as(\"x\");"),
        silent("agreesWithItself", "assertThat(true).isTrue();"),
        silent("asksAnEmptyHelper", "checkNothing(); } void checkNothing() {"),
        silent("asksTheTested", "var _ = new Gamma().verify();"),
        silent("goesInCircles", "to(); } void to() { fro(); } void fro() { to();"),
        test("a test is named as a sentence", "testConnect", "@Test void testConnect() {}"),
        test("a test is named as a sentence", "connects", "@Test void connects() {}"),
        test("a test is named as a sentence", "it_connects", "@Test void it_connects() {}"),
        test("no test is switched off", "@Disabled", "@Disabled @Test void isNeverRun() {}"),
        test(
            "an assumption gives its reason",
            "assumeTrue",
            "@Test void maySkip() { Assumptions.assumeTrue(false); }"),
        test(
            "an assumption gives its reason",
            "abort",
            "@Test void maySkip() { Assumptions.abort(); }"),
        test(
            "no test sleeps",
            "sleep",
            "@Test void dozesOff() throws Exception { Thread.sleep(5); }"));
  }

  private static Planted silent(String name, String body) {
    return test(ASSERTS, name + " asserts nothing", "@Test void " + name + "() { " + body + " }");
  }

  private static Planted test(String rule, String expected, String members) {
    return new Planted(rule, expected, plant -> members(plant, members));
  }

  /** The other side: what counts as an assertion must not be reported. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "assertThat(1 + 1).as(\"sum\").isEqualTo(2);",
        "Assertions.assertEquals(2, 1 + 1);",
        "org.junit.jupiter.api.Assertions.fail(\"never\");",
        "java.util.List.of(1).forEach(n -> assertThat(n).isPositive());",
        "if (1 > 2) { throw new AssertionError(\"order\"); }",
        "comparesInside(2);",
        "EqualsVerifier.forClass(Gamma.class).suppress().verify();",
      })
  void anAssertionIsRecognised(String body, @TempDir Path folder) {
    Checkout checkout =
        members(
                Plant.in(folder),
                "@Test void says() { "
                    + body
                    + " } void comparesInside(int n) { step(n); }"
                    + " void step(int n) { assertThat(n).isEqualTo(2); }")
            .grown();
    Rule rule =
        TestRules.all().stream().filter(r -> r.name().equals(ASSERTS)).findFirst().orElseThrow();
    assertThat(rule.violations().apply(checkout)).isEmpty();
  }

  private static Plant members(Plant plant, String members) {
    return plant.test("edge/gamma", "PlantedTest", members);
  }
}
