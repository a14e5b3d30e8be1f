package dev.penstock.pump;

import dev.penstock.driving.LinkException;
import dev.penstock.driving.Turns;
import dev.penstock.driving.admission.Admitted;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Turn and turn about in one reading: a write, a request of the reading, a write. So a write waits
 * no longer than one request takes, and a stream of writes makes a reading slower and never ends
 * it. A policy that changed is asked in between too: what may be read no longer is not. One thread.
 */
final class ReadingTurn implements Turns {
  private final WriteQueue writes;
  private final Admitted admitted;
  private final LongSupplier nanos;
  private final Writing writing;
  private final BooleanSupplier judging;
  private boolean isCutShort;

  /** Sends what waits. */
  @FunctionalInterface
  interface Writing {
    void write(WriteTicket ticket) throws LinkException, InterruptedException;
  }

  /**
   * Of one reading.
   *
   * @param judging asks the policy; true where its answers changed
   */
  ReadingTurn(
      WriteQueue writes,
      Admitted admitted,
      LongSupplier nanos,
      Writing writing,
      BooleanSupplier judging) {
    this.writes = writes;
    this.admitted = admitted;
    this.nanos = nanos;
    this.writing = writing;
    this.judging = judging;
  }

  @Override
  public boolean areWanted() {
    return !writes.isEmpty() || admitted.isDue(nanos.getAsLong());
  }

  @Override
  public boolean give() throws LinkException, InterruptedException {
    WriteTicket next = writes.next();
    if (next != null) {
      writing.write(next);
    }
    if (admitted.isDue(nanos.getAsLong()) && judging.getAsBoolean()) {
      isCutShort = true;
    }
    return !isCutShort;
  }

  /** True where another policy ended it. */
  boolean isCutShort() {
    return isCutShort;
  }
}
