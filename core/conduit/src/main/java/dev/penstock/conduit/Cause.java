package dev.penstock.conduit;

/** What a decision rests on. */
public enum Cause {
  /** The rule that is named. */
  RULE("rule"),
  /** No rule fits, and the channel lets reads pass. */
  READS_ALLOWED("reads-allowed"),
  /** No rule allows it. */
  NO_RULE("no-rule"),
  /** The rule that is named would allow it, were it not asked for too often. */
  RATE("rate"),
  /** The rule that is named would allow it, were it asked for by one of its function codes. */
  FUNCTION("function"),
  /** There is no channel from there to there in this protocol. */
  NO_CHANNEL("no-channel"),
  /** The reader of the protocol does not know what it is. */
  UNKNOWN_OPERATION("unknown-operation");

  private final String word;

  Cause(String word) {
    this.word = word;
  }

  /** True where a rule is named. */
  public boolean isOfRule() {
    return this == RULE || this == RATE || this == FUNCTION;
  }

  /** The word in records. */
  public String word() {
    return word;
  }
}
