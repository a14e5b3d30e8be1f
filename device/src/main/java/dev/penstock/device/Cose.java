package dev.penstock.device;

import static java.util.Arrays.copyOfRange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The COSE shapes of block.md §4 and §8, byte for byte. */
final class Cose {
  static final int ES256 = -7;
  static final int EDDSA = -8;
  static final int ML_DSA_44 = -48;

  static final String BLOCK = "block";
  static final String ACK = "ack";

  private Cose() {}

  /** The protected header of a block or an ack that this public key verifies. */
  static byte[] protectedHeader(int algorithm, String what, byte[] rawKey) {
    byte[] kid = thumbprint(algorithm, rawKey);
    return Cbor.item(Cbor.map(1, algorithm, 3, "application/vnd.penstock." + what, 4, kid));
  }

  /** What is signed, RFC 9052 §4.4. */
  static byte[] sigStructure(byte[] protectedHeader, String what, byte[] payload) {
    byte[] aad = ("penstock-" + what + "-v1").getBytes(StandardCharsets.US_ASCII);
    return Cbor.array("Signature1", protectedHeader, aad, payload);
  }

  /** The whole message, RFC 9052 §4.2: tag 18, no unprotected header. */
  static byte[] sign1(byte[] protectedHeader, byte[] payload, byte[] signature) {
    return Cbor.item(Cbor.tagged(18, protectedHeader, Cbor.EMPTY_MAP, payload, signature));
  }

  static int signatureBytes(int algorithm) {
    return algorithm == ML_DSA_44 ? 2420 : 64;
  }

  /** The public key as a COSE_Key with its required members only, as RFC 9679 §3 hashes it. */
  static byte[] key(int algorithm, byte[] raw) {
    int rawBytes = algorithm == ES256 ? 65 : algorithm == EDDSA ? 32 : 1312;
    long ignored = Cbor.inRange("bytes of public key", raw.length, rawBytes, rawBytes);
    return switch (algorithm) {
      case ES256 ->
          Cbor.item(
              Cbor.map(1, 2, -1, 1, -2, copyOfRange(raw, 1, 33), -3, copyOfRange(raw, 33, 65)));
      case EDDSA -> Cbor.item(Cbor.map(1, 1, -1, 6, -2, raw));
      case ML_DSA_44 -> Cbor.item(Cbor.map(1, 7, 3, ML_DSA_44, -1, raw));
      default -> throw new IllegalArgumentException("algorithm " + algorithm + ", not -7, -8, -48");
    };
  }

  /** The key id: RFC 9679 thumbprint. */
  static byte[] thumbprint(int algorithm, byte[] raw) {
    return sha256().digest(key(algorithm, raw));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
