package dev.penstock.bench.gateway;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How fast a node makes good what a broker missed, while its devices are read as before: from the
 * connection that stands again until nothing is missing any more.
 */
final class ReplaySide implements Side {
  private static final Duration LINK_MAX = Duration.ofMinutes(3);
  private static final Duration REPLAY_MAX = Duration.ofMinutes(5);

  private final Stage stage;
  private final PacedSide side;
  private final double outageSeconds;
  private long missing;

  /**
   * A side.
   *
   * @param side brings the node up and down
   */
  ReplaySide(Stage stage, PacedSide side, double outageSeconds) {
    this.stage = stage;
    this.side = side;
    this.outageSeconds = outageSeconds;
  }

  @Override
  public void reset() throws IOException {
    side.reset();
    missing = stage.tally().missing();
  }

  @Override
  public OptionalLong cpuNanos() throws IOException {
    return side.cpuNanos();
  }

  /** Gives values made good in a second; how long a run takes, the outage says. */
  @Override
  public Work run(Budget budget) throws IOException, InterruptedException {
    BrokerRelay relay = stage.relay();
    Tally tally = stage.tally();
    long links = relay.links();
    long before = tally.counts().historical();
    relay.cut();
    Waits.seconds(outageSeconds);
    long live = live(tally.counts());
    relay.mend();
    Waits.until(() -> relay.links() > links, LINK_MAX, () -> "the node does not connect again");
    // Before a live value has come, nobody sees how much is missing.
    Waits.until(
        () ->
            live(tally.counts()) > live
                && tally.counts().historical() > before
                && tally.missing() <= missing,
        REPLAY_MAX,
        () -> "the node does not make all good");
    double seconds = (System.nanoTime() - relay.linkedNanos()) / 1e9;
    long count = tally.counts().historical() - before;
    return new Work(
        (long) (count / seconds), count, Map.of("replayed", (double) count, "replay_s", seconds));
  }

  private static long live(Tally.Counts counts) {
    return counts.values() - counts.historical();
  }

  @Override
  public void end() throws IOException {
    side.end();
  }
}
