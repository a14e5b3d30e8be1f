package dev.penstock.disk;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where the blocking calls of one storage run. A platform thread makes them itself. A virtual
 * thread has them made by a platform thread and parks: while it blocked in the call it would hold
 * one of the few carriers, and with two of those on a small gateway two slow forces would stop
 * every connection.
 *
 * <p>The threads are daemons, are started when needed and end by themselves when idle.
 */
final class DiskThreads {
  /** More would only queue up in the disk; beyond it a virtual thread makes the call itself. */
  private static final int THREADS_MAX = 16;

  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor platform =
      new ThreadPoolExecutor(
          0,
          THREADS_MAX,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("penstock-disk-", 1).factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  /** One blocking call. */
  interface Call<T> {
    T run() throws IOException;
  }

  /** Makes the call, to its end whatever interrupts the caller. */
  <T> T run(Call<T> call) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return call.run();
    }
    FutureTask<T> task = new FutureTask<>(call::run);
    platform.execute(task);
    return await(task);
  }

  private static <T> T await(FutureTask<T> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw Failures.rethrown(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
