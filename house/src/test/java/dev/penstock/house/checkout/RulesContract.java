package dev.penstock.house.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Vectors;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for each set of rules: the real checkout keeps them, a clean plant keeps them, and
 * each one finds the violation that is planted for it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RulesContract {
  /** Shared by all sets of rules of one run: reading the classes takes seconds. */
  private static final Checkout REAL = Checkout.at(Vectors.root());

  private final List<Rule> rules;
  private final List<Planted> plants;
  private final Function<Plant, Checkout> grow;

  /** Rules that read sources. */
  protected RulesContract(List<Rule> rules, List<Planted> plants) {
    this(rules, plants, Plant::grown);
  }

  /** Rules that read more hand in how their plants are made. */
  protected RulesContract(List<Rule> rules, List<Planted> plants, Function<Plant, Checkout> grow) {
    this.grow = grow;
    this.rules = List.copyOf(rules);
    this.plants = List.copyOf(plants);
  }

  List<Rule> rules() {
    return rules;
  }

  List<Planted> plants() {
    return plants;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCheckoutKeepsTheRule(Rule rule) {
    assertThat(rule.violations().apply(REAL)).as(rule.name()).isEmpty();
  }

  @Test
  void aCleanPlantKeepsEveryRule(@TempDir Path folder) {
    Checkout clean = grow.apply(Plant.in(folder));
    assertThat(rules)
        .allSatisfy(rule -> assertThat(rule.violations().apply(clean)).as(rule.name()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("plants")
  void aPlantedViolationIsFound(Planted planted, @TempDir Path folder) {
    Checkout checkout = grow.apply(planted.how().apply(Plant.in(folder)));
    assertThat(ruleNamed(planted.rule()).violations().apply(checkout))
        .as(planted.rule())
        .anySatisfy(violation -> assertThat(violation).contains(planted.expected()));
  }

  @Test
  void everyRuleHasAPlantedViolation() {
    assertThat(plants.stream().map(Planted::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(rules.stream().map(Rule::name).toList());
  }

  private Rule ruleNamed(String name) {
    return rules.stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }
}
