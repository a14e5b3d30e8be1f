package dev.penstock.commanding;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Request;
import dev.penstock.driving.supervision.Moment;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What commands stand on, in their own words.
 *
 * @param nanos of a clock that is never set
 * @param random for the ids of commands without a key
 */
public record Around(
    Points points,
    Policing policing,
    Recorder recorder,
    Memory memory,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random) {
  /** The time on both clocks. */
  Moment now() {
    return new Moment(clock.instant(), nanos.getAsLong());
  }

  /** Where points are found. Any thread. */
  @FunctionalInterface
  public interface Points {
    /** A point that is connected just now. */
    Optional<WritablePoint> find(String source, String point);
  }

  /** Who decides. Any thread. */
  @FunctionalInterface
  public interface Policing {
    /**
     * Asks the policy in force.
     *
     * @param isFirst false for what was asked before and was counted by rates then
     */
    Ruled rule(Request request, boolean isFirst);
  }

  /**
   * What was decided.
   *
   * @param policy digest of what decided
   */
  public record Ruled(Digest policy, Decision decision) {}

  /** Where records go. Any thread. */
  public interface Recorder {
    /** Waits until they are durable; false when they are not in time, and nobody knows if ever. */
    boolean record(List<RecordValue> records) throws InterruptedException;

    /** Hands over what nobody waits for; false when there is no room. */
    boolean tell(List<RecordValue> records);

    /**
     * Hands over what must get there.
     *
     * @param within it waits no longer than this for it to be durable
     * @param ended is told once, now or later, by any thread, whether it is durable now; after a
     *     false it is to be handed over again
     */
    void deliver(List<RecordValue> records, Duration within, Ended ended);
  }

  /** What came of records that must get there. */
  @FunctionalInterface
  public interface Ended {
    /** Told once. */
    void ended(boolean isDurable);
  }

  /** What is left for the next run of the node. */
  @FunctionalInterface
  public interface Memory {
    /** Durable on return. */
    void keep(byte[] bytes) throws IOException;
  }
}
