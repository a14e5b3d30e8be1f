package dev.penstock.passkeys;

import dev.penstock.cbor.RefusalReason;

/** What is refused of authenticator data and attestation objects beyond what is no strict CBOR. */
enum DataReason implements RefusalReason {
  TOO_SHORT("authenticator data ends before what its flags and lengths promise"),
  TOO_LONG("longer than what is read of it"),
  KEY_NOT_MAP("the credential public key is no map"),
  EXTENSIONS_NOT_MAP("the extensions are no map"),
  NOT_ATTESTATION("an attestation object has \"fmt\", \"attStmt\" and \"authData\""),
  FORMAT_NAME("a format name has 1 to 32 printable characters"),
  STATEMENT_NOT_MAP("the attestation statement is no map"),
  STATEMENT_NOT_EMPTY("the statement of the format \"none\" is not empty");

  private final String text;

  DataReason(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }
}
