package dev.penstock.verifier;

import dev.penstock.merkle.Hands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** As many threads as there are cores, each with one file at a time. */
final class Workers implements Hands, AutoCloseable {
  private final int count;
  private final ExecutorService threads;

  Workers(int count) {
    this.count = count;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("check-", 0).factory());
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public void each(int pieces, Piece piece) {
    var next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(count, pieces); i++) {
      int hand = i;
      boolean _ =
          running.add(
              threads.submit(() -> {
                for (int at = next.getAndIncrement(); at < pieces; at = next.getAndIncrement()) {
                  piece.run(hand, at);
                }
              }));
    }
    for (Future<?> one : running) {
      await(one);
    }
  }

  private static void await(Future<?> one) {
    try {
      Object _ = one.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the check was interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a check broke", e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
