package dev.penstock.passkeys;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.Decoded;

/**
 * What comes of a registration (WebAuthn §6.5.4): the authenticator's data, and a statement of some
 * format about who made that authenticator.
 *
 * <p>We ask for the conveyance "none". What is stated all the same is read, so that the bytes are
 * one whole, and believed in nothing: a passkey counts here as its owner's, whoever built it.
 */
final class AttestationObject {
  /** Several certificates and a TPM's structures, and the data itself. */
  static final int BYTES_MAX = 1 << 16;

  /** WebAuthn §8.1. */
  private static final int FORMAT_BYTES_MAX = 32;

  private static final String NONE = "none";

  private static final CborLimits LIMITS = CborLimits.ofBytes(BYTES_MAX);

  private AttestationObject() {}

  /** The authenticator data in it. Its keys stand in canonical order, as §6.5.4 has them. */
  static Decoded<AuthenticatorData> decode(byte[] bytes) {
    var reader = new CborReader(LIMITS);
    reader.reset(bytes);
    reader.expectMap(3);
    expectKey(reader, "fmt");
    String format = reader.text(FORMAT_BYTES_MAX);
    if (format.isEmpty() || !format.chars().allMatch(AttestationObject::isFormatChar)) {
      reader.refuse(DataReason.FORMAT_NAME);
    }
    expectKey(reader, "attStmt");
    int statementAt = reader.at();
    if (reader.peek() != CborType.MAP) {
      reader.refuse(statementAt, DataReason.STATEMENT_NOT_MAP);
    }
    reader.skip();
    // §8.7: an empty map, one byte.
    if (format.equals(NONE) && reader.at() - statementAt > 1) {
      reader.refuse(statementAt, DataReason.STATEMENT_NOT_EMPTY);
    }
    expectKey(reader, "authData");
    byte[] data = reader.bytes(AuthenticatorData.BYTES_MAX);
    return reader.end(() -> data).flatMap(AuthenticatorData::decode);
  }

  private static void expectKey(CborReader reader, String key) {
    if (reader.peek() != CborType.TEXT || !reader.text(FORMAT_BYTES_MAX).equals(key)) {
      reader.refuse(DataReason.NOT_ATTESTATION);
    }
  }

  /** §8.1: visible ASCII without double quote and backslash. */
  private static boolean isFormatChar(int c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
  }
}
