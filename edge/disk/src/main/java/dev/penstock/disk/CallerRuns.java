package dev.penstock.disk;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs each task at once on the thread that brings it, and keeps none.
 *
 * <p>{@code AsynchronousFileChannel.open} says that an executor should not do this, for the sake of
 * callers who expect not to wait. We want to wait: the channel is used for what it does besides
 * being asynchronous, see {@link UninterruptibleFile}.
 */
final class CallerRuns extends AbstractExecutorService {
  @Override
  public void execute(Runnable task) {
    task.run();
  }

  /** There is no thread to end and no queue to empty. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }
}
