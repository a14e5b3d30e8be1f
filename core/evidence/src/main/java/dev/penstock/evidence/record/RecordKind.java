package dev.penstock.evidence.record;

/** What a record states. The code on the wire is the place in this list, counted from 1. */
public enum RecordKind {
  SAMPLE(RecordClass.PLANT, Point.REQUIRED),
  EVENT(RecordClass.PLANT, Point.OPTIONAL),
  ACCESS(RecordClass.ACCESS, Point.NONE),
  ALARM(RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_REQUESTED(RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_DISPATCHED(RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_RESULT(RecordClass.CONTROL, Point.OPTIONAL),
  CONFIGURATION(RecordClass.CONTROL, Point.NONE),
  POLICY_DECISION(RecordClass.CONTROL, Point.OPTIONAL),
  GAP(RecordClass.CONTROL, Point.OPTIONAL),
  DICTIONARY(RecordClass.CONTROL, Point.OPTIONAL),
  BOOT(RecordClass.CONTROL, Point.NONE),
  KEY_CHANGE(RecordClass.CONTROL, Point.NONE),
  CHAIN_RESET(RecordClass.CONTROL, Point.NONE),
  ARRIVAL(RecordClass.CONTROL, Point.NONE),
  ACK(RecordClass.CONTROL, Point.NONE),
  ATTESTATION(RecordClass.CONTROL, Point.NONE),
  ANCHOR(RecordClass.CONTROL, Point.NONE),
  FINDING(RecordClass.CONTROL, Point.NONE),
  SNAPSHOT(RecordClass.CONTROL, Point.NONE),
  STATEMENT(RecordClass.CONTROL, Point.NONE),
  ROLL_CALL(RecordClass.CONTROL, Point.NONE);

  /** Whether a record of a kind names a point. */
  enum Point {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  private static final RecordKind[] ALL = values();

  private final RecordClass recordClass;
  private final Point point;

  RecordKind(RecordClass recordClass, Point point) {
    this.recordClass = recordClass;
    this.point = point;
  }

  /** The code on the wire. */
  public int code() {
    return ordinal() + 1;
  }

  /** The highest code of this version. */
  static int codeMax() {
    return ALL.length;
  }

  /** The kind of a code from 1 to {@link #codeMax()}. */
  static RecordKind ofCode(int code) {
    return ALL[code - 1];
  }

  public RecordClass recordClass() {
    return recordClass;
  }

  Point point() {
    return point;
  }

  /** True when policy may seal the value, so that it can be shredded later. */
  public boolean isShreddable() {
    return recordClass != RecordClass.CONTROL;
  }

  /** True when a block closes as soon as it holds such a record (DESIGN §4, Block). */
  public boolean closesBlock() {
    return switch (this) {
      case ACCESS, ALARM, COMMAND_REQUESTED, COMMAND_DISPATCHED, COMMAND_RESULT, CONFIGURATION ->
          true;
      case SAMPLE,
          EVENT,
          POLICY_DECISION,
          GAP,
          DICTIONARY,
          BOOT,
          KEY_CHANGE,
          CHAIN_RESET,
          ARRIVAL,
          ACK,
          ATTESTATION,
          ANCHOR,
          FINDING,
          SNAPSHOT,
          STATEMENT,
          ROLL_CALL ->
          false;
    };
  }
}
