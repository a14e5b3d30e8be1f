package dev.penstock.bundle;

import dev.penstock.cbor.RefusalReason;

/** Why a part of a bundle was refused, beside what CBOR itself forbids. */
enum Part implements RefusalReason {
  OTHER_VERSION("a version that this program does not know"),
  OUT_OF_RANGE("out of range");

  private final String text;

  Part(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
