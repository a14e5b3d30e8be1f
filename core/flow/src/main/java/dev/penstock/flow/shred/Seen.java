package dev.penstock.flow.shred;

import dev.penstock.evidence.record.LedgerRecord;

/** What can be shown of a record whose value may be sealed. */
public sealed interface Seen {
  /** It is in clear as it stands. */
  record Plain() implements Seen {}

  /** The vault has its key. */
  record Open(LedgerRecord clear) implements Seen {}

  /** Its key was destroyed. */
  record Shredded(long at, String by, String reason) implements Seen {}

  /** Its key is not in the vault, and nothing here says why. */
  record KeyMissing() implements Seen {}

  /** The key is here and does not open it. */
  record Unreadable(String why) implements Seen {}
}
