package dev.penstock.timestamp.x509;

import dev.penstock.cbor.RefusalReason;

/** What makes a certificate, a revocation list or an OCSP answer unreadable for us. */
public enum X509Reason implements RefusalReason {
  VERSION("not a version that is read here"),
  SERIAL("the serial number is longer than 32 bytes"),
  TWO_ALGORITHMS("signed and stated signature algorithm differ"),
  EXTENSION_TWICE("an extension stands twice"),
  TOO_MANY("more items than are read"),
  NOT_SUCCESSFUL("the responder did not answer the question"),
  NOT_BASIC("not a basic OCSP answer");

  private final String text;

  X509Reason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
