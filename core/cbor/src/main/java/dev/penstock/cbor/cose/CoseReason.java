package dev.penstock.cbor.cose;

import dev.penstock.cbor.RefusalReason;

/** What {@link CoseSign1Reader} and {@link CoseKey} refuse beyond what is not strict CBOR. */
public enum CoseReason implements RefusalReason {
  NOT_SIGN1("a COSE_Sign1 starts with tag 18"),
  ALGORITHM_MISSING("the protected header names no algorithm"),
  ALGORITHM_UNKNOWN(
      "the algorithm is not one of ES256, ESP256, EdDSA, Ed25519, ML-DSA-44, ML-DSA-65"),
  ALGORITHM_UNPROTECTED("the algorithm must stand in the protected header"),
  CRITICAL_HEADER("header parameters marked critical are not taken"),
  HEADER_LABEL("a header label is neither an integer nor a text"),
  HEADER_TWICE("a label stands in both headers"),
  CONTENT_TYPE("a content type is a text or a number from 0 to 65535"),
  KEY_ID("a key id is a byte string"),
  UNPROTECTED_NOT_EMPTY("the unprotected header must be empty"),
  PAYLOAD_DETACHED("the payload is not in the message"),
  SIGNATURE_LENGTH("the signature does not have the length of its algorithm"),
  KEY_TYPE("the key is not of a type that is used here");

  private final String text;

  CoseReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
