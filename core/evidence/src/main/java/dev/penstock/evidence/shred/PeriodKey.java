package dev.penstock.evidence.shred;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;

/**
 * The key of one source and one period: whoever has it can open every value that was sealed with
 * it, and once it is destroyed nobody can. Shows nothing of itself but its id.
 */
public final class PeriodKey {
  /** Bytes of the secret. */
  public static final int SECRET_BYTES = 32;

  /** Bytes of the id of a key that a gateway makes; the form allows 1..32. */
  public static final int ID_BYTES = 16;

  private static final int ID_BYTES_MAX = 32;
  private static final byte[] LABEL = "penstock sealed record v1".getBytes(US_ASCII);

  private final ByteString id;

  /** What record keys are made from, RFC 5869 §2.2. */
  private final byte[] root;

  private PeriodKey(ByteString id, byte[] root) {
    this.id = id;
    this.root = root;
  }

  /** The key with this id and secret; both random. */
  public static PeriodKey of(ByteString id, byte[] secret) {
    if (id.size() < 1 || id.size() > ID_BYTES_MAX) {
      throw new IllegalArgumentException("key id has " + id.size() + " bytes, must have 1..32");
    }
    if (secret.length != SECRET_BYTES) {
      throw new IllegalArgumentException("secret has " + secret.length + " bytes, must have 32");
    }
    return new PeriodKey(id, Hkdf.extract(id.bytes(), secret));
  }

  public ByteString id() {
    return id;
  }

  /** The key of one record: it opens no other, and tells nothing of this one. */
  public RecordKey recordKey(LedgerRecord record) {
    return RecordKey.of(Hkdf.expand(root, LABEL, SealedValues.place(record)));
  }

  @Override
  public String toString() {
    return "period key " + id;
  }
}
