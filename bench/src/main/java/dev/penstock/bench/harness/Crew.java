package dev.penstock.bench.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A side that does the same on several platform threads at once, each with its own worker. */
public final class Crew implements Side {
  private final List<Side> workers;

  public Crew(int threads, Supplier<Side> worker) {
    List<Side> made = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      made.add(worker.get());
    }
    this.workers = List.copyOf(made);
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    try (var executor = Executors.newFixedThreadPool(workers.size())) {
      List<Callable<Work>> tasks = new ArrayList<>();
      for (Side worker : workers) {
        tasks.add(() -> worker.run(budget));
      }
      Work all = new Work(0, 0);
      for (Future<Work> future : executor.invokeAll(tasks)) {
        all = all.plus(future.get());
      }
      return all;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    }
  }

  @Override
  public void reset() throws IOException {
    for (Side worker : workers) {
      worker.reset();
    }
  }
}
