package dev.penstock.evidence.record;

/** What a record states, with its code on the wire: counted from 1, without a hole. */
public enum RecordKind {
  SAMPLE(1, RecordClass.PLANT, Point.REQUIRED),
  EVENT(2, RecordClass.PLANT, Point.OPTIONAL),
  ACCESS(3, RecordClass.ACCESS, Point.NONE),
  ALARM(4, RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_REQUESTED(5, RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_DISPATCHED(6, RecordClass.CONTROL, Point.OPTIONAL),
  COMMAND_RESULT(7, RecordClass.CONTROL, Point.OPTIONAL),
  CONFIGURATION(8, RecordClass.CONTROL, Point.NONE),
  POLICY_DECISION(9, RecordClass.CONTROL, Point.OPTIONAL),
  GAP(10, RecordClass.CONTROL, Point.OPTIONAL),
  DICTIONARY(11, RecordClass.CONTROL, Point.OPTIONAL),
  BOOT(12, RecordClass.CONTROL, Point.NONE),
  KEY_CHANGE(13, RecordClass.CONTROL, Point.NONE),
  CHAIN_RESET(14, RecordClass.CONTROL, Point.NONE),
  ARRIVAL(15, RecordClass.CONTROL, Point.NONE),
  ACK(16, RecordClass.CONTROL, Point.NONE),
  ATTESTATION(17, RecordClass.CONTROL, Point.NONE),
  ANCHOR(18, RecordClass.CONTROL, Point.NONE),
  FINDING(19, RecordClass.CONTROL, Point.NONE),
  SNAPSHOT(20, RecordClass.CONTROL, Point.NONE),
  STATEMENT(21, RecordClass.CONTROL, Point.NONE),
  ROLL_CALL(22, RecordClass.CONTROL, Point.NONE);

  /** Whether a record of a kind names a point. */
  enum Point {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  private static final RecordKind[] ALL = values();

  private final int code;
  private final RecordClass recordClass;
  private final Point point;

  RecordKind(int code, RecordClass recordClass, Point point) {
    this.code = code;
    this.recordClass = recordClass;
    this.point = point;
  }

  /** The code on the wire. */
  public int code() {
    return code;
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

  /**
   * True when no block is made for such a record: it waits for the next one that is made anyway,
   * for others or as a heartbeat (docs/formats/block.md §6).
   */
  public boolean waitsForBlock() {
    return this == ANCHOR;
  }

  /** True when a block closes as soon as it holds such a record (docs/formats/block.md §6). */
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
