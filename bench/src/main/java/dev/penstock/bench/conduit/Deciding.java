package dev.penstock.bench.conduit;

import dev.penstock.bench.bridge.Durations;
import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import java.util.List;
import java.util.Map;

/** The product: each request judged by itself, and the time of each answer kept. */
final class Deciding implements Side {
  private static final double NANOS_PER_US = 1e3;

  private final CompiledPolicy policy;
  private final List<Request> requests;
  private final String figures;
  private final Durations durations = new Durations();
  private Judge judge;

  /**
   * Ready.
   *
   * @param figures what their names begin with
   */
  Deciding(CompiledPolicy policy, List<Request> requests, String figures) {
    this.policy = policy;
    this.requests = requests;
    this.figures = figures;
    this.judge = policy.judge(Rates.full());
  }

  /** No rate is used up by the runs before. */
  @Override
  public void reset() {
    judge = policy.judge(Rates.full());
    durations.clear();
  }

  /** One answer. */
  Decision decide(int index) {
    return judge.decide(requests.get(index));
  }

  @Override
  public Work run(Budget budget) {
    long count = 0;
    long checksum = 0;
    while (!budget.isSpent()) {
      for (int i = 0; i < requests.size(); i++) {
        long began = System.nanoTime();
        Decision decision = decide(i);
        durations.add(System.nanoTime() - began);
        checksum += decision.verdict() == Verdict.DENY ? 1 : 2;
      }
      count += requests.size();
    }
    return new Work(
        count,
        checksum,
        Map.of(
            figures + "p50_us", durations.percentile(50) / NANOS_PER_US,
            figures + "p99_us", durations.percentile(99) / NANOS_PER_US,
            figures + "mean_us", durations.mean() / NANOS_PER_US));
  }
}
