package dev.penstock.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes the figures: after one run of each side that does not count, limit and product in turns,
 * each first in every other round, so that what drifts meets both.
 */
final class Harness {
  private final Stopwatch stopwatch;

  Harness(Stopwatch stopwatch) {
    this.stopwatch = stopwatch;
  }

  List<Outcome> measure(List<Contest> contests, Settings settings)
      throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Contest contest : contests) {
      outcomes.add(measure(contest, settings));
    }
    return outcomes;
  }

  private Outcome measure(Contest contest, Settings settings)
      throws IOException, InterruptedException {
    var warmUp = new Runs(contest.figure());
    var product = new Runs(contest.figure());
    Optional<Runs> limit = contest.limit().map(side -> new Runs(contest.figure()));
    for (int round = -1; round < settings.rounds(); round++) {
      boolean isLimitFirst = round % 2 == 0;
      Runs productRuns = round < 0 ? warmUp : product;
      if (!isLimitFirst) {
        run(contest.product(), productRuns, settings);
      }
      if (contest.limit().isPresent() && limit.isPresent()) {
        run(contest.limit().get(), round < 0 ? warmUp : limit.get(), settings);
      }
      if (isLimitFirst) {
        run(contest.product(), productRuns, settings);
      }
    }
    return new Outcome(contest, product, limit);
  }

  private void run(Side side, Runs runs, Settings settings)
      throws IOException, InterruptedException {
    side.reset();
    long cpuStart = cpuNanos(side);
    long wallStart = stopwatch.wallNanos();
    Work work = side.run(new Budget(stopwatch, settings.seconds()));
    long wallNanos = stopwatch.wallNanos() - wallStart;
    long cpuNanos = cpuNanos(side) - cpuStart;
    side.end();
    runs.add(work, wallNanos / 1e9, cpuNanos / 1e9);
  }

  private long cpuNanos(Side side) throws IOException {
    return side.cpuNanos().orElseGet(stopwatch::cpuNanos);
  }
}
