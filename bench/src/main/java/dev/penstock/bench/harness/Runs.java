package dev.penstock.bench.harness;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All rounds of one side. */
final class Runs {
  private record Run(Work work, double wallSeconds, double cpuSeconds) {}

  private final Contest.Figure figure;
  private final List<Run> runs = new ArrayList<>();

  Runs(Contest.Figure figure) {
    this.figure = figure;
  }

  void add(Work work, double wallSeconds, double cpuSeconds) {
    if (work.count() <= 0 || wallSeconds <= 0) {
      throw new IllegalStateException(
          "a run did " + work.count() + " units in " + wallSeconds + " s: nothing to measure");
    }
    runs.add(new Run(work, wallSeconds, cpuSeconds));
  }

  /** The figure of each run: units per second of wall time, units, or ns of processor per unit. */
  Series values() {
    return new Series(runs.stream().map(this::value).toList());
  }

  private double value(Run run) {
    return switch (figure) {
      case RATE -> run.work().count() / run.wallSeconds();
      case AMOUNT -> run.work().count();
      case CPU -> run.cpuSeconds() * 1e9 / run.work().count();
    };
  }

  Series wallSeconds() {
    return new Series(runs.stream().map(Run::wallSeconds).toList());
  }

  Series cpuSeconds() {
    return new Series(runs.stream().map(Run::cpuSeconds).toList());
  }

  /** Processor seconds per unit. */
  Series cpuSecondsEach() {
    return new Series(runs.stream().map(run -> run.cpuSeconds() / run.work().count()).toList());
  }

  /** The further figures that every run gave. */
  SortedMap<String, Series> figures() {
    Optional<Set<String>> shared =
        runs.stream()
            .<Set<String>>map(run -> new HashSet<>(run.work().figures().keySet()))
            .reduce((one, other) -> {
              one.retainAll(other);
              return one;
            });
    var figures = new TreeMap<String, Series>();
    for (String name : shared.orElse(Set.of())) {
      figures.put(
          name, new Series(runs.stream().map(run -> run.work().figures().get(name)).toList()));
    }
    return figures;
  }

  long checksum() {
    return runs.stream().mapToLong(run -> run.work().checksum()).reduce(0, (a, b) -> a ^ b);
  }
}
