package dev.penstock.flow.shred;

import dev.penstock.evidence.shred.PeriodKey;

/** What the vault knows of a key. */
public sealed interface KeyFound {
  record Live(PeriodKey key) implements KeyFound {}

  /**
   * It was destroyed on purpose.
   *
   * @param at ns since 1970
   * @param by as somebody typed it
   */
  record Destroyed(long at, String by, String reason) implements KeyFound {}

  /** It is not here: the vault is another, or was lost, or this key of it is damaged. */
  record Missing() implements KeyFound {}
}
