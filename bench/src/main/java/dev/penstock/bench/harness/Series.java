package dev.penstock.bench.harness;

import java.util.Arrays;
import java.util.List;

/** The values of one figure, one for each round. */
record Series(List<Double> values) {
  /** A wider spread says that something else used the machine: there is no result. */
  static final double SPREAD_MAX = 0.20;

  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a figure without a round");
    }
  }

  double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** From the least to the greatest, as a part of the median; 0 where all are 0. */
  double spread() {
    double least = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double greatest = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    return greatest == least ? 0 : (greatest - least) / Math.abs(median());
  }

  boolean isSteady() {
    return spread() <= SPREAD_MAX;
  }
}
