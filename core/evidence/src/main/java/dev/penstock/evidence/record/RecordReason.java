package dev.penstock.evidence.record;

import dev.penstock.cbor.RefusalReason;

/** What makes strict CBOR no record of ours. */
public enum RecordReason implements RefusalReason {
  UNKNOWN_KIND("a record of this kind is not known"),
  POINT_MISSING("a record of this kind must name a point"),
  POINT_NOT_ALLOWED("a record of this kind has no point"),
  SEALED_NOT_ALLOWED("a record of this kind cannot be sealed"),
  WORD_EMPTY("a name must not be empty"),
  RANGE_BACKWARDS("a range ends before it begins"),
  RUNS_NOT_ASCENDING("the runs of a roll-call must ascend and not overlap"),
  LIST_EMPTY("a list must have an entry"),
  SCALAR_FORM("not a form that a plain value may have"),
  CHOICE_UNKNOWN("a code that this version does not know"),
  RECORD_TOO_LONG("a record is longer than 131,072 bytes");

  private final String text;

  RecordReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
