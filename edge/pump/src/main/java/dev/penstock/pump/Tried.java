package dev.penstock.pump;

import dev.penstock.flow.journal.JournalOutcome;

/** What came of the try to write a batch, once. */
sealed interface Tried {
  /** The journal had it before it. */
  record Answered(JournalOutcome outcome) implements Tried {}

  /** Payloads beside it or keys for it could not be kept. */
  record Unready() implements Tried {}

  /** No journal takes so much at once, however often it is tried. */
  record TooLarge() implements Tried {}
}
