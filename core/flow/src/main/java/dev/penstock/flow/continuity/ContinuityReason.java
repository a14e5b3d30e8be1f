package dev.penstock.flow.continuity;

import dev.penstock.cbor.RefusalReason;

/** Why bytes are no state or certificate of continuity. */
public enum ContinuityReason implements RefusalReason {
  VERSION("the version is not one this program knows"),
  RANGE_BACKWARDS("a range ends before it begins"),
  CHOICE_UNKNOWN("a number stands for nothing here"),
  WORD_EMPTY("a word is empty"),
  NOT_AS_WRITTEN("the bytes are not those that their content is written as"),
  SCOPE_WORDS("the scope in words is not the one that its numbers stand for"),
  LIST_EMPTY("a list is empty that must not be"),
  LIST_TOO_LONG("a list is longer than the format allows"),
  SALTS_AND_RECORDS("a record has no salt, or a salt no record"),
  NOTE("the checkpoint is no signed note"),
  PATH("a path has more hashes than a tree can need"),
  CONTENT_TYPE("the content type is not that of a continuity certificate"),
  KEY_ID("the key id is not the thumbprint of a key"),
  PROTECTED("the protected header has other parameters than it must");

  private final String text;

  ContinuityReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
