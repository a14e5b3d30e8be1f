package dev.penstock.evidence.record;

/**
 * A value of the plant or access class that only the holder of a period's key can read: a
 * COSE_Encrypt0 (RFC 9052 §5.2) with A256GCM. Destroying that key shreds the value and leaves every
 * proof over the record valid.
 *
 * @param kind what the value is, in clear
 * @param keyId names the period's key, 1..32 bytes
 * @param nonce 12 bytes, never used twice with one key
 */
public record Sealed(RecordKind kind, ByteString keyId, ByteString nonce, ByteString ciphertext)
    implements RecordValue {
  private static final long TAG_ENCRYPT0 = 16;

  /** {@code {1: 3}}: alg A256GCM. */
  private static final ByteString PROTECTED = ByteString.of(new byte[] {(byte) 0xa1, 0x01, 0x03});

  public Sealed {
    if (!kind.isShreddable()) {
      throw new IllegalArgumentException(kind + " records cannot be sealed");
    }
    Fields.mustBeOfSize("keyId", keyId, 1, 32);
    Fields.mustBeOfSize("nonce", nonce, 12, 12);
  }

  void write(FieldWriter out) {
    var _ = out.tag(TAG_ENCRYPT0).array(3).bytes(PROTECTED).map(2).number(4L).bytes(keyId);
    var _ = out.number(5L).bytes(nonce).bytes(ciphertext);
  }

  static Sealed read(RecordKind kind, FieldReader in) {
    in.tag(TAG_ENCRYPT0);
    if (!kind.isShreddable()) {
      in.refuse(RecordReason.SEALED_NOT_ALLOWED);
    }
    in.array(3);
    if (!in.bytes(0, PROTECTED.size()).equals(PROTECTED)) {
      in.refuse(RecordReason.SCALAR_FORM);
    }
    in.map(2);
    in.key(4);
    ByteString keyId = in.bytes(1, 32);
    in.key(5);
    ByteString nonce = in.bytes(12, 12);
    ByteString ciphertext = in.bytes(0, LedgerRecord.BYTES_MAX);
    return new Sealed(kind.isShreddable() ? kind : RecordKind.SAMPLE, keyId, nonce, ciphertext);
  }
}
