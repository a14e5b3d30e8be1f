package dev.penstock.bench.harness;

import java.util.Optional;

/**
 * The product beside its limit: same threads, bytes and batch.
 *
 * @param name what its figures are called in the report, as {@code all_cores}
 * @param unit of the figures, as {@code records/s}
 * @param figure what the count of a run means
 * @param limit what nobody can beat on this machine, or what a peer does; none where a goal stands
 *     alone
 */
public record Contest(String name, String unit, Figure figure, Side product, Optional<Side> limit) {
  /** What is published of a run. */
  public enum Figure {
    /** Its count per second of wall time. */
    RATE,
    /** Its count, as of bytes: the same however long it takes. */
    AMOUNT,
    /** Processor time for each unit of its count, in nanoseconds. */
    CPU
  }

  public Contest(String name, String unit, Side product, Optional<Side> limit) {
    this(name, unit, Figure.RATE, product, limit);
  }

  public Contest(String name, String unit, Side product, Side limit) {
    this(name, unit, product, Optional.of(limit));
  }
}
