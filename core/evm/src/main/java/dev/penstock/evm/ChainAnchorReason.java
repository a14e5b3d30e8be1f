package dev.penstock.evm;

import dev.penstock.cbor.RefusalReason;

/** What {@link ChainAnchor} refuses beside what its encoding forbids. */
enum ChainAnchorReason implements RefusalReason {
  UNKNOWN_VERSION("the version is not 1"),
  TOO_MANY("a list has more items than a proof needs");

  private final String text;

  ChainAnchorReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
