package dev.penstock.cbor.cose;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Public keys as COSE_Key (RFC 9052 §7) with the required parameters and no other, and the
 * thumbprint of that (RFC 9679), by which our formats name a key.
 */
public final class CoseKey {
  /** Bytes in a thumbprint: SHA-256. */
  public static final int THUMBPRINT_BYTES = 32;

  private static final int KTY = 1;
  private static final int KTY_OKP = 1;
  private static final int KTY_EC2 = 2;
  private static final int KTY_AKP = 7;
  private static final int ALG = 3;
  // The same label is the curve of OKP and EC2 and the public key of AKP.
  private static final int CRV_OR_PUB = -1;
  private static final int X = -2;
  private static final int Y = -3;
  private static final int CRV_P256 = 1;
  private static final int CRV_ED25519 = 6;
  private static final int COORDINATE_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;

  /** The longest key, ML-DSA-65, with room for labels and heads. */
  private static final CborLimits LIMITS = new CborLimits(2048, 1);

  private CoseKey() {}

  /** The key's one encoding. */
  public static byte[] encode(VerificationKey key) {
    byte[] raw = key.raw();
    var writer = new CborWriter(raw.length + 32);
    switch (key.algorithm()) {
      case ECDSA_P256 -> {
        writer.map(4);
        writer.integer(KTY);
        writer.integer(KTY_EC2);
        writer.integer(CRV_OR_PUB);
        writer.integer(CRV_P256);
        writer.integer(X);
        writer.bytes(raw, 1, COORDINATE_BYTES);
        writer.integer(Y);
        writer.bytes(raw, 1 + COORDINATE_BYTES, COORDINATE_BYTES);
      }
      case ED25519 -> {
        writer.map(3);
        writer.integer(KTY);
        writer.integer(KTY_OKP);
        writer.integer(CRV_OR_PUB);
        writer.integer(CRV_ED25519);
        writer.integer(X);
        writer.bytes(raw);
      }
      case ML_DSA_44, ML_DSA_65 -> {
        writer.map(3);
        writer.integer(KTY);
        writer.integer(KTY_AKP);
        writer.integer(ALG);
        writer.integer(CoseAlgorithm.written(key.algorithm()).label());
        writer.integer(CRV_OR_PUB);
        writer.bytes(raw);
      }
    }
    return writer.toByteArray();
  }

  /** The key of bytes that are exactly what {@link #encode} makes. */
  public static Decoded<VerificationKey> decode(byte[] bytes) {
    var reader = new CborReader(LIMITS);
    reader.reset(bytes);
    int count = reader.map();
    expect(reader, KTY);
    int typeAt = reader.at();
    int type = (int) reader.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    return switch (type) {
      case KTY_EC2 -> ec2(reader, count);
      case KTY_OKP -> okp(reader, count);
      case KTY_AKP -> akp(reader, count);
      default -> {
        reader.refuse(typeAt, CoseReason.KEY_TYPE);
        yield refused(reader);
      }
    };
  }

  private static Decoded<VerificationKey> ec2(CborReader reader, int count) {
    expectCount(reader, count, 4);
    expect(reader, CRV_OR_PUB);
    expect(reader, CRV_P256);
    byte[] raw = new byte[SignatureAlgorithm.ECDSA_P256.publicKeyBytes()];
    raw[0] = UNCOMPRESSED;
    expect(reader, X);
    reader.bytesExactly(COORDINATE_BYTES, raw, 1);
    expect(reader, Y);
    reader.bytesExactly(COORDINATE_BYTES, raw, 1 + COORDINATE_BYTES);
    return reader.end(() -> VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw));
  }

  private static Decoded<VerificationKey> okp(CborReader reader, int count) {
    expectCount(reader, count, 3);
    expect(reader, CRV_OR_PUB);
    expect(reader, CRV_ED25519);
    expect(reader, X);
    byte[] raw = reader.bytesExactly(SignatureAlgorithm.ED25519.publicKeyBytes());
    return reader.end(() -> VerificationKey.of(SignatureAlgorithm.ED25519, raw));
  }

  private static Decoded<VerificationKey> akp(CborReader reader, int count) {
    expectCount(reader, count, 3);
    expect(reader, ALG);
    int algorithmAt = reader.at();
    long label = reader.integer();
    SignatureAlgorithm algorithm =
        label == CoseAlgorithm.ML_DSA_65.label()
            ? SignatureAlgorithm.ML_DSA_65
            : SignatureAlgorithm.ML_DSA_44;
    if (label != CoseAlgorithm.written(algorithm).label()) {
      reader.refuse(algorithmAt, CoseReason.KEY_TYPE);
    }
    expect(reader, CRV_OR_PUB);
    byte[] raw = reader.bytesExactly(algorithm.publicKeyBytes());
    return reader.end(() -> VerificationKey.of(algorithm, raw));
  }

  /** The SHA-256 thumbprint of RFC 9679 §3. */
  public static byte[] thumbprint(VerificationKey key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(encode(key));
    } catch (NoSuchAlgorithmException e) {
      // Every Java platform must offer SHA-256 (java.security.MessageDigest).
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static void expect(CborReader reader, int number) {
    int at = reader.at();
    CborType type = reader.peek();
    boolean isNumber = type == CborType.UNSIGNED || type == CborType.NEGATIVE;
    if (!isNumber || reader.integer() != number) {
      reader.refuse(at, CoseReason.KEY_TYPE);
    }
  }

  private static void expectCount(CborReader reader, int count, int expected) {
    if (count != expected) {
      reader.refuse(CoseReason.KEY_TYPE);
    }
  }

  private static Decoded<VerificationKey> refused(CborReader reader) {
    return reader.end(() -> {
      throw new IllegalStateException("a refused reader was at its end");
    });
  }
}
