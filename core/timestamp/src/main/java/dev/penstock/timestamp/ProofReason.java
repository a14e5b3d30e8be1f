package dev.penstock.timestamp;

import dev.penstock.cbor.RefusalReason;

/** What makes bytes no time-stamp proof. */
public enum ProofReason implements RefusalReason {
  VERSION("not a version that is read here"),
  TOO_MANY("more items than are read"),
  TWICE("a certificate, list or answer stands twice"),
  RECORD_EMPTY("an evidence record or a chain of it holds no time-stamp"),
  RECORD_UNSUPPORTED("an evidence record with encryption, attributes or further data"),
  RECORD_ALGORITHMS("the evidence record does not list a digest that it uses");

  private final String text;

  ProofReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
