package dev.penstock.evidence.shred;

import dev.penstock.evidence.record.LedgerRecord;

/** What came of opening a record with a key. */
public sealed interface Opened {
  /** The record with its value in clear; what was hashed and signed is the sealed one. */
  record Clear(LedgerRecord record) implements Opened {}

  /** It cannot be opened so. */
  record Refused(Reason reason) implements Opened {}

  /** Why not. */
  enum Reason {
    NOT_SEALED("the value of this record is in clear"),
    OTHER_KEY("the record names another key"),
    NOT_AUTHENTIC("the value does not open: the key is another, or a byte was changed"),
    NOT_COMMITTED("the value was not sealed with this key, although it opens with it"),
    NO_VALUE("what is inside is no value of a record of this kind");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
