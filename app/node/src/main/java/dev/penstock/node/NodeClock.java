package dev.penstock.node;

import dev.penstock.clock.KernelClock;
import dev.penstock.clock.TimeReport;
import dev.penstock.clock.TimeWatch;
import dev.penstock.evidence.block.Closing;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The clock of a node: what time it is, how far that is to be believed, and who is told of it. */
final class NodeClock implements Closeable {
  /** The monotonic clock of this run starts here, so that its times are small. */
  private static final long NANOS_AT_START = System.nanoTime();

  private final InstantSource wall;
  private final NodeLog log;
  private final Consumer<FindingMade> ledger;
  private final TimeWatch watch;

  /**
   * Nobody is asked yet.
   *
   * @param ledger takes what is known of the clock: without it no time there means much
   */
  NodeClock(
      NodeSettings settings, Node.Machine machine, NodeLog log, Consumer<FindingMade> ledger) {
    this.wall = machine.clock();
    this.log = log;
    this.ledger = ledger;
    this.watch =
        new TimeWatch(
            settings.timeServers(),
            KernelClock.ofThisMachine(),
            machine.clock(),
            machine.random(),
            this::state);
  }

  /** States what is known now, and whatever changes from here on. */
  void start() {
    state(watch.report());
    watch.start();
  }

  private void state(TimeReport report) {
    FindingMade compared = ClockStatement.of(report);
    ledger.accept(compared);
    log.say(LogLevel.INFO, "clock", compared.text());
  }

  /** What is known of the clock. */
  TimeReport report() {
    return watch.report();
  }

  /** The times of a block that is closed now. */
  Closing closing() {
    Instant now = wall.instant();
    long nanos = Math.max(0, now.getEpochSecond()) * 1_000_000_000L + now.getNano();
    return Closing.at(System.nanoTime() - NANOS_AT_START, nanos, watch.report().quality());
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
