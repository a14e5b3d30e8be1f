package dev.penstock.bench.bridge;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How late a message is: to a control room at the same broker with and without the node beside it,
 * and to the node's own journal. Each run has three phases of the same length: the bare disk, a
 * load that only the control room hears, and the same load heard by both.
 */
final class LatencySide implements Side, Closeable {
  /** The goal: twice the bare sync, and this much for all else. */
  private static final double GOAL_MS = 2;

  private final Subscribers.Sealing node;
  private final LoadedSide.Audience both;
  private final Publisher alone;
  private final Joining joining;
  private final Plan plan;
  private @Nullable NorthListener joined;

  /**
   * How to do it.
   *
   * @param file for the bare syncs, on the disk of the node's folder
   * @param seconds of each phase
   * @param perSecond messages
   */
  record Plan(Path file, double seconds, long perSecond) {}

  /** Lets the control room in: not before it is needed, for it costs the broker something. */
  interface Joining {
    NorthListener join() throws IOException;
  }

  /**
   * A side.
   *
   * @param both the node and who publishes for it and the control room
   * @param alone publishes for the control room only
   */
  LatencySide(
      Subscribers.Sealing node,
      LoadedSide.Audience both,
      Publisher alone,
      Joining joining,
      Plan plan) {
    this.node = node;
    this.both = both;
    this.alone = alone;
    this.joining = joining;
    this.plan = plan;
  }

  @Override
  public void reset() throws IOException {
    new LoadedSide(both, OptionalLong.empty()).reset();
    try {
      if (joined == null) {
        alone.connect();
        String _ = node.child().ask("follow");
        joined = joining.join();
      }
      String _ = node.child().ask("durations");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    north().clear();
  }

  private NorthListener north() {
    return Objects.requireNonNull(joined, "reset comes first");
  }

  @Override
  public void close() throws IOException {
    alone.close();
    if (joined != null) {
      joined.close();
    }
  }

  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    Durations syncs = SyncTimes.measure(plan.file(), plan.seconds());
    double[] without = north().take(publish(alone), 50, 99);
    long count = publish(both.publisher());
    double[] with = north().take(count, 50, 99);
    while (!node.isDoneWith(both.publisher().published())) {
      Pace.rest();
    }
    long[] durable = node.child().askForNumbers("durations");
    if (durable[0] != count) {
      throw new IOException("of " + count + " messages " + durable[0] + " came to the journal");
    }
    Map<String, Double> figures = new HashMap<>();
    figures.put("fdatasync_p50_ms", syncs.percentileMs(50));
    figures.put("fdatasync_p99_ms", syncs.percentileMs(99));
    figures.put("goal_p99_ms", 2 * syncs.percentileMs(99) + GOAL_MS);
    figures.put("north_alone_p50_ms", without[0]);
    figures.put("north_alone_p99_ms", without[1]);
    figures.put("north_p50_ms", with[0]);
    figures.put("north_p99_ms", with[1]);
    figures.put("added_p50_ms", with[0] - without[0]);
    figures.put("added_p99_ms", with[1] - without[1]);
    figures.put("p50_ms", durable[1] / 1e6);
    figures.put("p99_ms", durable[2] / 1e6);
    return new Work(count, count, figures);
  }

  private long publish(Publisher publisher) throws IOException, InterruptedException {
    var pace = new Pace(plan.perSecond(), System.nanoTime());
    long from = publisher.published();
    long count = (long) (plan.seconds() * plan.perSecond());
    while (publisher.published() < from + count) {
      long due = from + Math.min(count, pace.dueAt(System.nanoTime()));
      while (publisher.published() < due) {
        publisher.publish();
      }
      publisher.flush();
      Pace.rest();
    }
    publisher.awaitAcknowledged();
    return count;
  }
}
