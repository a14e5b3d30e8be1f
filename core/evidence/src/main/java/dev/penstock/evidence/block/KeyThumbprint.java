package dev.penstock.evidence.block;

import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseAlgorithm;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.VerificationKey;

/**
 * Public keys as COSE_Key with only the members that RFC 9679 §3 hashes, and their thumbprints:
 * what a kid is.
 */
public final class KeyThumbprint {
  private static final int KEY_BYTES_MAX = 4096;
  private static final int KTY_OKP = 1;
  private static final int KTY_EC2 = 2;
  private static final int KTY_AKP = 7;
  private static final int CURVE_P256 = 1;
  private static final int CURVE_ED25519 = 6;

  private KeyThumbprint() {}

  /** The kid of a key. */
  public static Digest of(VerificationKey key) {
    return Sha256.of(encode(key));
  }

  /** The key's one encoding. */
  public static byte[] encode(VerificationKey key) {
    byte[] raw = key.raw();
    var out = new CborWriter(raw.length + 32);
    switch (key.algorithm()) {
      case ECDSA_P256 -> {
        out.map(4);
        pair(out, 1, KTY_EC2);
        pair(out, -1, CURVE_P256);
        out.integer(-2);
        out.bytes(raw, 1, 32);
        out.integer(-3);
        out.bytes(raw, 33, 32);
      }
      case ED25519 -> {
        out.map(3);
        pair(out, 1, KTY_OKP);
        pair(out, -1, CURVE_ED25519);
        out.integer(-2);
        out.bytes(raw);
      }
      case ML_DSA_44, ML_DSA_65 -> {
        out.map(3);
        pair(out, 1, KTY_AKP);
        pair(out, 3, CoseAlgorithm.written(key.algorithm()).label());
        out.integer(-1);
        out.bytes(raw);
      }
    }
    return out.toByteArray();
  }

  private static void pair(CborWriter out, long key, long value) {
    out.integer(key);
    out.integer(value);
  }

  /** Reads a key from outside that is written as {@link #encode} writes it. */
  public static Decoded<VerificationKey> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(KEY_BYTES_MAX));
    in.reset(bytes);
    int pairs = in.map();
    expect(in, 1);
    long type = in.unsigned();
    if (type == KTY_EC2) {
      return ec2(in, pairs);
    }
    if (type == KTY_OKP) {
      return okp(in, pairs);
    }
    return akp(in, pairs, type);
  }

  private static Decoded<VerificationKey> ec2(CborReader in, int pairs) {
    if (pairs != 4) {
      in.refuse(BlockReason.KEY_FORM);
    }
    expect(in, -1);
    expect(in, CURVE_P256);
    expect(in, -2);
    byte[] raw = new byte[SignatureAlgorithm.ECDSA_P256.publicKeyBytes()];
    raw[0] = 4;
    in.bytesExactly(32, raw, 1);
    expect(in, -3);
    in.bytesExactly(32, raw, 33);
    return in.end(() -> VerificationKey.of(SignatureAlgorithm.ECDSA_P256, raw));
  }

  private static Decoded<VerificationKey> okp(CborReader in, int pairs) {
    if (pairs != 3) {
      in.refuse(BlockReason.KEY_FORM);
    }
    expect(in, -1);
    expect(in, CURVE_ED25519);
    expect(in, -2);
    byte[] raw = in.bytesExactly(SignatureAlgorithm.ED25519.publicKeyBytes());
    return in.end(() -> VerificationKey.of(SignatureAlgorithm.ED25519, raw));
  }

  private static Decoded<VerificationKey> akp(CborReader in, int pairs, long type) {
    if (pairs != 3 || type != KTY_AKP) {
      in.refuse(BlockReason.KEY_FORM);
    }
    expect(in, 3);
    CoseAlgorithm algorithm =
        CoseAlgorithm.ofLabel(in.integer()).orElse(CoseAlgorithm.ES256);
    boolean isMlDsa = algorithm == CoseAlgorithm.ML_DSA_44 || algorithm == CoseAlgorithm.ML_DSA_65;
    if (!isMlDsa) {
      in.refuse(BlockReason.KEY_FORM);
    }
    expect(in, -1);
    byte[] raw = in.bytesExactly(algorithm.algorithm().publicKeyBytes());
    return in.end(() -> VerificationKey.of(algorithm.algorithm(), raw));
  }

  private static void expect(CborReader in, long value) {
    if (in.integer() != value) {
      in.refuse(BlockReason.KEY_FORM);
    }
  }
}
