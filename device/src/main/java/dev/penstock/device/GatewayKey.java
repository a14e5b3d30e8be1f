package dev.penstock.device;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The gateway's public key for acks, given to the device at enrolment; it reads and checks acks
 * (block.md §8).
 */
public final class GatewayKey {
  private final int algorithm;
  private final PublicKey key;
  private final byte[] protectedHeader;

  private GatewayKey(int algorithm, PublicKey key, byte[] protectedHeader) {
    this.algorithm = algorithm;
    this.key = key;
    this.protectedHeader = protectedHeader;
  }

  /**
   * The key of these raw bytes; algorithm -7 (65 bytes: 0x04, X, Y), -8 (32) or, where the Java has
   * it, -48 (1,312).
   */
  public static GatewayKey of(int algorithm, byte[] raw) {
    String
        spki = // DER SubjectPublicKeyInfo up to the raw key; its lengths refuse raw keys of other
            // lengths
            switch (algorithm) {
              case Cose.ES256 -> "3059301306072a8648ce3d020106082a8648ce3d030107034200";
              case Cose.EDDSA -> "302a300506032b6570032100";
              case Cose.ML_DSA_44 -> "30820532300b06096086480165030403110382052100";
              default ->
                  throw new IllegalArgumentException(
                      "algorithm " + algorithm + ", must be -7, -8, -48");
            };
    byte[] prefix = HexFormat.of().parseHex(spki);
    byte[] der = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, der, prefix.length, raw.length);
    try {
      String name = algorithm == Cose.ES256 ? "EC" : signatureName(algorithm);
      PublicKey key = KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(der));
      byte[] kid = Cose.thumbprint(algorithm, raw);
      return new GatewayKey(algorithm, key, Cose.protectedHeader(algorithm, Cose.ACK, kid));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of algorithm " + algorithm, e);
    }
  }

  /** What a verified ack says. The leaf index in it is the gateway's own affair. */
  static final class Ack {
    byte[] chain = {};
    long seq;
    byte[] link = {};
    byte[] challenge = {};
  }

  /**
   * The ack, or nothing: bytes that are not in the one right form, or not signed by this key, say
   * nothing.
   */
  Optional<Ack> open(byte[] bytes) {
    var in = new Reader(bytes);
    in.expect(0xd2, 0x84);
    boolean isOurs = Arrays.equals(in.bytes(bytes.length), protectedHeader);
    in.expect(0xa0);
    byte[] payload = in.bytes(bytes.length);
    byte[] signature = in.bytes(bytes.length);
    boolean hasLength = signature.length == (algorithm == Cose.ML_DSA_44 ? 2420 : 64);
    byte[] signed = Cose.sigStructure(protectedHeader, Cose.ACK, payload);
    if (!isOurs || !in.isDone() || !hasLength || !verifies(signed, signature)) {
      return Optional.empty();
    }
    var fields = new Reader(payload);
    fields.expect(0x86, 0x01);
    var ack = new Ack();
    ack.chain = fields.bytes(16);
    ack.seq = fields.head(0);
    ack.link = fields.bytes(32);
    long leaf = fields.head(0);
    ack.challenge = fields.bytes(16);
    boolean isWhole = fields.isDone() && leaf >= 0 && ack.challenge.length == 16;
    return isWhole ? Optional.of(ack) : Optional.empty();
  }

  private boolean verifies(byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(signatureName(algorithm));
      check.initVerify(key);
      check.update(message);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // a signature this Java cannot even parse is no signature
    }
  }

  private static String signatureName(int algorithm) {
    return switch (algorithm) {
      case Cose.ES256 -> "SHA256withECDSAinP1363Format";
      case Cose.EDDSA -> "Ed25519";
      default -> "ML-DSA-44";
    };
  }

  /**
   * Reads the few forms an ack has. After the first wrong byte it stays failed and gives empty
   * answers.
   */
  private static final class Reader {
    private final ByteBuffer in;
    private boolean isFailed;

    Reader(byte[] bytes) {
      in = ByteBuffer.wrap(bytes);
    }

    boolean isDone() {
      return !isFailed && !in.hasRemaining();
    }

    void expect(int... exactly) {
      for (int each : exactly) {
        isFailed = isFailed || !in.hasRemaining() || (in.get() & 0xff) != each;
      }
    }

    /** The argument of a head of this major type in its shortest form, below 2^63. */
    long head(int major) {
      int first = !isFailed && in.hasRemaining() ? in.get() & 0xff : 0xff;
      int info = first & 0x1f;
      int size = info < 24 ? 0 : info <= 27 ? 1 << (info - 24) : Integer.MAX_VALUE;
      if (first >>> 5 != major || size > in.remaining()) {
        isFailed = true;
        return 0;
      }
      long n = size == 0 ? info : 0;
      for (int i = 0; i < size; i++) {
        n = (n << 8) | (in.get() & 0xff);
      }
      isFailed = n < 0 || Cbor.head(major, n).length != 1 + size;
      return isFailed ? 0 : n;
    }

    byte[] bytes(int lengthMax) {
      long length = head(2);
      isFailed = isFailed || length > lengthMax || length > in.remaining();
      byte[] out = new byte[isFailed ? 0 : (int) length];
      in.get(out);
      return out;
    }
  }
}
