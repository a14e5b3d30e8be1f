package dev.penstock.bench.harness;

import java.util.Optional;

/**
 * The product beside its limit: same threads, bytes and batch.
 *
 * @param name what its figures are called in the report, as {@code all_cores}
 * @param unit of the figures, as {@code records/s}: counts per second of wall time
 * @param limit what nobody can beat on this machine, or what a peer does; none where a goal stands
 *     alone
 */
public record Contest(String name, String unit, Side product, Optional<Side> limit) {
  public Contest(String name, String unit, Side product, Side limit) {
    this(name, unit, product, Optional.of(limit));
  }
}
