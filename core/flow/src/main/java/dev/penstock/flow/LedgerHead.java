package dev.penstock.flow;

import dev.penstock.merkle.Digest;

/**
 * One committed state of the log.
 *
 * @param size how many entries it has
 * @param root the root over them, RFC 9162 §2.1.1
 * @param low the journal position given with the last of them
 */
public record LedgerHead(long size, Digest root, long low) {
  public LedgerHead {
    if (size < 0) {
      throw new IllegalArgumentException("log size " + size + ", must be 0 or more");
    }
  }
}
