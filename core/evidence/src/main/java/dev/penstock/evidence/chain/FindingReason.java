package dev.penstock.evidence.chain;

/** Why a finding was made, in its stable code and in plain words. */
public enum FindingReason {
  MALFORMED("it is not a well-formed block message"),
  SIGNATURE("the signature of its key does not fit"),
  RECORDS("the records are not those its header commits to"),
  UNKNOWN_KEY("nobody has admitted its key"),
  KEY_NOT_VALID("its key is not valid for this block"),
  OTHER_ORIGIN("its key belongs to another origin"),
  OTHER_CHAIN("its key belongs to another chain"),
  SAME_SEQ("two blocks have one number"),
  PREVIOUS("a block names another predecessor than the one on record"),
  BOOT("the boot counter did not grow"),
  ECHO("it echoes an old challenge"),
  ANCHOR("the anchored head is another than the one on record"),
  ANCHOR_AHEAD("an anchored head lies beyond all blocks on record"),
  FIRST("its record count does not continue that of the block before"),
  BOOT_FLAG("boot counter and BOOT flag disagree"),
  KEY_CHANGE("it announces a key without saying which"),
  KEY_CONFIRM("a change of key was not announced and confirmed by both keys"),
  WALL("the wall clock stepped back"),
  MONOTONIC("the monotonic clock stepped back without a restart"),
  AHEAD("the wall clock is ahead of the time of receipt"),
  BEHIND("the wall clock is far behind the time of receipt"),
  OBSERVER("the observer's own clock was set"),
  GROUP_ORDER("its records are not sorted by source and number");

  private final String text;

  FindingReason(String text) {
    this.text = text;
  }

  /** The same in plain words, without a full stop. */
  public String text() {
    return text;
  }
}
