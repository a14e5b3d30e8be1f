package dev.penstock.flow;

import java.time.Instant;

/** What a ledger answers when it is asked for entries. */
public sealed interface Entries {
  /** The entries from {@code first} on; at least one. */
  record Found(long first, EntryBatch batch) implements Entries {}

  /**
   * They were there and are gone by policy; never to be shown as "none".
   *
   * @param minimumIndex the first entry that is still there
   * @param at when they were dropped
   * @param recordIndex the log entry that recorded the decision
   */
  record Pruned(long minimumIndex, String policy, Instant at, long recordIndex)
      implements Entries {}

  /** The log has not grown that far. */
  record NotYet(long size) implements Entries {}
}
