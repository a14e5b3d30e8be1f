package dev.penstock.evidence.shred;

import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.Sealed;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the values of records and opens them again, docs/formats/shred-keys.md §1. A sealed value
 * opens only with its record's key, only in its record, and only to one value: AES-GCM alone would
 * let somebody make a text that opens to two values under two keys, so the value is preceded by a
 * commitment to the key.
 */
public final class SealedValues {
  /** Bytes of a nonce, RFC 9053 §4.1. */
  public static final int NONCE_BYTES = 12;

  /** How much longer a record gets at most, with a key id of 16 bytes. */
  public static final int BYTES_BESIDE = 96;

  private static final int TAG_BYTES = 16;
  private static final int COMMITMENT_BYTES = Hkdf.BYTES;
  private static final byte[] PROTECTED = {(byte) 0xa1, 0x01, 0x03};

  private SealedValues() {}

  /**
   * The same record with its value sealed.
   *
   * @param nonce 12 random bytes: each record has a key of its own, so even a number that is given
   *     again after a crash does not meet the same nonce
   */
  public static LedgerRecord seal(LedgerRecord clear, PeriodKey key, byte[] nonce) {
    if (clear.value() instanceof Sealed) {
      throw new IllegalArgumentException("the value is sealed already");
    }
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("nonce has " + nonce.length + " bytes, must have 12");
    }
    RecordKey recordKey = key.recordKey(clear);
    byte[] value = clear.encodeValue();
    byte[] plain = Arrays.copyOf(recordKey.commitment(), COMMITMENT_BYTES + value.length);
    System.arraycopy(value, 0, plain, COMMITMENT_BYTES, value.length);
    try {
      byte[] hidden = cipher(Cipher.ENCRYPT_MODE, recordKey, nonce, clear).doFinal(plain);
      return clear.with(
          new Sealed(clear.kind(), key.id(), ByteString.of(nonce), ByteString.of(hidden)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to encrypt", e);
    }
  }

  /** Opens a record that was sealed with a key of this id. Never throws for any content. */
  public static Opened open(LedgerRecord record, PeriodKey key) {
    if (record.value() instanceof Sealed sealed && !sealed.keyId().equals(key.id())) {
      return new Opened.Refused(Opened.Reason.OTHER_KEY);
    }
    return open(record, key.recordKey(record));
  }

  /** Opens a record with its own key. Never throws for any content. */
  public static Opened open(LedgerRecord record, RecordKey key) {
    if (!(record.value() instanceof Sealed sealed)) {
      return new Opened.Refused(Opened.Reason.NOT_SEALED);
    }
    if (sealed.ciphertext().size() < COMMITMENT_BYTES + TAG_BYTES) {
      return new Opened.Refused(Opened.Reason.NOT_AUTHENTIC);
    }
    byte[] plain;
    try {
      plain =
          cipher(Cipher.DECRYPT_MODE, key, sealed.nonce().bytes(), record)
              .doFinal(sealed.ciphertext().bytes());
    } catch (AEADBadTagException _) {
      return new Opened.Refused(Opened.Reason.NOT_AUTHENTIC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed to decrypt", e);
    }
    byte[] commitment = Arrays.copyOf(plain, COMMITMENT_BYTES);
    if (!MessageDigest.isEqual(commitment, key.commitment())) {
      return new Opened.Refused(Opened.Reason.NOT_COMMITTED);
    }
    byte[] value = Arrays.copyOfRange(plain, COMMITMENT_BYTES, plain.length);
    return switch (record.withValue(value)) {
      case Decoded.Value<LedgerRecord>(var clear) -> new Opened.Clear(clear);
      case Decoded.Refused<LedgerRecord> _ -> new Opened.Refused(Opened.Reason.NO_VALUE);
    };
  }

  /** What a sealed value is bound to: {@code [seq, kind, source, point]}. */
  static byte[] place(LedgerRecord record) {
    var out = new CborWriter(32);
    out.array(4);
    out.unsigned(record.seq());
    out.unsigned(record.kind().code());
    out.unsigned(record.source());
    Long point = record.point();
    if (point == null) {
      out.nullValue();
    } else {
      out.unsigned(point);
    }
    return out.toByteArray();
  }

  /** Enc_structure, RFC 9052 §5.3: {@code ["Encrypt0", protected, external_aad]}. */
  private static byte[] associated(LedgerRecord record) {
    var out = new CborWriter(64);
    out.array(3);
    out.text("Encrypt0");
    out.bytes(PROTECTED);
    out.bytes(place(record));
    return out.toByteArray();
  }

  private static Cipher cipher(int mode, RecordKey key, byte[] nonce, LedgerRecord record)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(key.cipherKey(), "AES"),
        new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    cipher.updateAAD(associated(record));
    return cipher;
  }
}
