package dev.penstock.merkle.witness;

import java.io.IOException;
import java.util.Optional;

/**
 * Where a witness keeps the last head it cosigned of each log. What it answers is all that keeps
 * the witness from cosigning two heads that contradict each other, so it never answers by guess.
 * Safe for use by several threads, one at a time for one origin.
 */
public interface WitnessedHeads {
  /**
   * The head that was kept last; empty only when none ever was.
   *
   * @throws IOException when that is not known, now or since an earlier failure
   */
  Optional<WitnessedHead> head(String origin) throws IOException;

  /**
   * Replaces the head of this log; durable on return.
   *
   * @throws IOException when nobody knows which head is durable; every later call for this log
   *     throws too, until the witness is started again
   */
  void advance(WitnessedHead next) throws IOException;
}
