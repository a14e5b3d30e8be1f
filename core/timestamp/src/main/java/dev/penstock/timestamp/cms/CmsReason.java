package dev.penstock.timestamp.cms;

import dev.penstock.cbor.RefusalReason;

/** What makes bytes no time-stamp token. */
public enum CmsReason implements RefusalReason {
  NOT_SIGNED_DATA("the content is not signed data"),
  VERSION("not a version that is read here"),
  NOT_A_TIMESTAMP("what is signed is not about a time"),
  CONTENT_TYPE("the signed attribute names another type than that of the content"),
  DIGEST_NOT_LISTED("the signer's digest is not in the list of digests"),
  SIGNER_COUNT("there must be exactly one signer"),
  ATTRIBUTE_TWICE("a signed attribute stands twice"),
  ATTRIBUTE_VALUES("a signed attribute must have exactly one value"),
  ATTRIBUTE_MISSING("content type, message digest or signing certificate is not signed"),
  CERTIFICATE_COUNT("more certificates than are read"),
  OUT_OF_TIME("the time is before 1970 or after 2261"),
  CRITICAL_EXTENSION("a critical extension is not known");

  private final String text;

  CmsReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
