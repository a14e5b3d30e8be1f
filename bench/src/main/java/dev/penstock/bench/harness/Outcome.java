package dev.penstock.bench.harness;

import java.util.Optional;

/** What one contest gave. */
record Outcome(Contest contest, Runs product, Optional<Runs> limit) {
  /** Empty where there is a result; else why there is none. */
  Optional<String> whyNoResult() {
    if (!product.values().isSteady()) {
      return Optional.of(tooWide("product", product.values()));
    }
    return limit
        .map(Runs::values)
        .filter(values -> !values.isSteady())
        .map(values -> tooWide("limit", values));
  }

  private String tooWide(String side, Series values) {
    return "%s of %s spreads over %.0f %%, more than %.0f %%: is something else running here?"
        .formatted(side, contest.name(), values.spread() * 100, Series.SPREAD_MAX * 100);
  }

  /** The product's part of its limit. */
  Optional<Double> ratio() {
    return limit.map(runs -> product.values().median() / runs.values().median());
  }

  /**
   * Processor time per unit, as a multiple of the limit's. It may be steady where the rates are
   * not, as on a machine that others use too; where it is not, there is none.
   */
  Optional<Double> cpuRatio() {
    return limit
        .filter(runs -> product.cpuSecondsEach().isSteady() && runs.cpuSecondsEach().isSteady())
        .filter(runs -> runs.cpuSecondsEach().median() > 0)
        .map(runs -> product.cpuSecondsEach().median() / runs.cpuSecondsEach().median());
  }
}
