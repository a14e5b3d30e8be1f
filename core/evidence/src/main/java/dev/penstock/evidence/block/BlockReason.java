package dev.penstock.evidence.block;

import dev.penstock.cbor.RefusalReason;

/** What makes strict CBOR no block, message or ack of ours; docs/formats/block.md §9. */
public enum BlockReason implements RefusalReason {
  VERSION("the version is not 1"),
  ORIGIN_EMPTY("the origin must not be empty"),
  END_BEFORE_START("the block ends before it starts"),
  QUALITY_WITHOUT_WALL("a clock quality is given without a wall clock"),
  FIRST_TOO_LARGE("first plus count is not below 2^63"),
  NOT_EMPTY("count, bytes and root do not agree about being empty"),
  FIRST_BLOCK("block 0 needs a zero previous link, first 0 and BOOT"),
  RESET_LATER("CHAIN_RESET stands in a block other than block 0"),
  FLAG_WITHOUT_RECORD("a flag promises a record 0 that is not there"),
  KEY_FLAGS("KEY_CHANGE and KEY_CONFIRM exclude each other"),
  GROUP_SLEEPS("a group chain never sleeps"),
  CONTENT_TYPE("the content type is another"),
  KEY_ID("the key id is not a thumbprint of 32 bytes"),
  PROTECTED("the protected map holds more than alg, content type, kid and claims"),
  UNPROTECTED("the unprotected map holds more than receipts"),
  CLAIMS("the claims must be iss and sub, of 1 to 255 bytes each");

  private final String text;

  BlockReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
