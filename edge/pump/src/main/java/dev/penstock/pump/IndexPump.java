package dev.penstock.pump;

import dev.penstock.evidence.record.Snapshot;
import dev.penstock.flow.index.IndexFollower;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index at the heels of the log. One thread reads what is committed and what the journal
 * holds of it; nobody waits for it, and it goes on after a restart where the index stands.
 */
public final class IndexPump implements Closeable {
  private static final long LOOK_MS = 100;
  private static final long RETRY_MS = 1_000;

  /** Retention asks for one snapshot at a time. */
  private static final int REQUESTS_MAX = 4;

  private final IndexFollower follower;
  private final Optional<SilencePump> silences;
  private final Thread thread;
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(REQUESTS_MAX);
  private volatile Optional<String> obstacle = Optional.empty();
  private volatile boolean isClosing;

  private record Request(long minimum, CompletableFuture<Snapshot> answer) {}

  /** A pump of an index; it closes the follower when it ends. */
  public IndexPump(IndexFollower follower) {
    this(follower, Optional.empty());
  }

  /**
   * As above.
   *
   * @param silences is asked each time that the index is up to date
   */
  public IndexPump(IndexFollower follower, Optional<SilencePump> silences) {
    this.follower = follower;
    this.silences = silences;
    this.thread = Thread.ofPlatform().name("index").daemon().unstarted(this::run);
  }

  /** Begins to follow. */
  public void start() {
    thread.start();
  }

  /** How many committed entries of the log are not in the index yet. */
  public long lag() throws IOException {
    return follower.lag();
  }

  /** Why the index does not go on at the moment, if so. */
  public Optional<String> obstacle() {
    return obstacle;
  }

  /** Why the index was last thrown away and begun anew, if it was. */
  public Optional<String> thrownAway() {
    return follower.thrownAway();
  }

  /**
   * Keeps the state of the index as blobs, before records below a log index are dropped: what
   * retention calls. It journals the record that this answers, waits until {@code
   * Snapshots.isSealed}, and drops only then.
   *
   * @throws IOException also when the index is not that far yet, or the pump ends
   */
  public Snapshot snapshotBefore(long minimum) throws IOException, InterruptedException {
    var request = new Request(minimum, new CompletableFuture<>());
    if (isClosing || !requests.offer(request)) {
      throw new IOException("the index takes no snapshot now; ask again");
    }
    while (true) {
      try {
        return request.answer().get(RETRY_MS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new IOException(String.valueOf(e.getMessage()), e);
      } catch (TimeoutException e) {
        if (!thread.isAlive()) {
          throw new IOException("the index was closed", e);
        }
      }
    }
  }

  private void run() {
    try {
      while (!isClosing) {
        boolean isUpToDate = step();
        serve(requests.poll(isUpToDate ? waitMs() : 0, TimeUnit.MILLISECONDS));
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    } finally {
      isClosing = true;
      Request left = requests.poll();
      while (left != null) {
        boolean _ = left.answer().completeExceptionally(new IOException("the index was closed"));
        left = requests.poll();
      }
      follower.close();
    }
  }

  private long waitMs() {
    return obstacle.isPresent() ? RETRY_MS : LOOK_MS;
  }

  /** True when there is nothing to do, or nothing can be done, for a while. */
  private boolean step() {
    try {
      boolean isUpToDate = follower.step();
      if (isUpToDate) {
        silences.ifPresent(SilencePump::tell);
      }
      obstacle = Optional.empty();
      return isUpToDate;
    } catch (IOException e) {
      obstacle = Optional.of(String.valueOf(e.getMessage()));
      return true;
    }
  }

  private void serve(@Nullable Request request) {
    if (request == null) {
      return;
    }
    try {
      boolean _ = request.answer().complete(follower.snapshotBefore(request.minimum()));
    } catch (IOException e) {
      boolean _ = request.answer().completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    isClosing = true;
    Ending.of(thread);
  }
}
