package dev.penstock.signature;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Raw keys of exact length to and from the DER that providers speak. Each algorithm has one fixed
 * prefix and the raw key follows it to the end, so nothing is parsed: bytes either carry exactly
 * that prefix and length or are no such key.
 */
public final class KeyEncoding {
  private KeyEncoding() {}

  /** SubjectPublicKeyInfo: RFC 8410 §4, RFC 5480 §2, RFC 9881 §4. */
  public static byte[] spki(VerificationKey key) {
    return join(spkiPrefix(key.algorithm()), key.raw());
  }

  /** The key of a SubjectPublicKeyInfo, or empty when the bytes are not exactly one of ours. */
  public static Optional<VerificationKey> publicKey(SignatureAlgorithm algorithm, byte[] spki) {
    byte[] prefix = spkiPrefix(algorithm);
    if (spki.length != prefix.length + algorithm.publicKeyBytes() || !startsWith(spki, prefix)) {
      return Optional.empty();
    }
    byte[] raw = Arrays.copyOfRange(spki, prefix.length, spki.length);
    return VerificationKey.hasForm(algorithm, raw)
        ? Optional.of(VerificationKey.of(algorithm, raw))
        : Optional.empty();
  }

  /**
   * The length of a raw private key: the Ed25519 seed, the P-256 scalar, the expanded ML-DSA key
   * (FIPS 204 algorithm 24), which is the one form that the JDK reads.
   */
  public static int privateKeyBytes(SignatureAlgorithm algorithm) {
    return switch (algorithm) {
      case ED25519, ECDSA_P256 -> 32;
      case ML_DSA_44 -> 2560;
      case ML_DSA_65 -> 4032;
    };
  }

  /**
   * PKCS #8 of a raw private key (RFC 8410 §7, RFC 5915 §3, RFC 9881 §6). The array is a copy of
   * the secret: the caller fills it with zeros after use.
   */
  public static byte[] pkcs8(SignatureAlgorithm algorithm, byte[] rawPrivate) {
    if (rawPrivate.length != privateKeyBytes(algorithm)) {
      throw new IllegalArgumentException(
          algorithm
              + " private key has "
              + rawPrivate.length
              + " bytes, must be "
              + privateKeyBytes(algorithm));
    }
    return join(pkcs8Prefix(algorithm), rawPrivate);
  }

  private static byte[] spkiPrefix(SignatureAlgorithm algorithm) {
    return HexFormat.of()
        .parseHex(
            switch (algorithm) {
              case ED25519 -> "302a300506032b6570032100";
              case ECDSA_P256 -> "3059301306072a8648ce3d020106082a8648ce3d030107034200";
              case ML_DSA_44 -> "30820532300b06096086480165030403110382052100";
              case ML_DSA_65 -> "308207b2300b0609608648016503040312038207a100";
            });
  }

  private static byte[] pkcs8Prefix(SignatureAlgorithm algorithm) {
    return HexFormat.of()
        .parseHex(
            switch (algorithm) {
              case ED25519 -> "302e020100300506032b657004220420";
              case ECDSA_P256 ->
                  "3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420";
              case ML_DSA_44 -> "30820a18020100300b060960864801650304031104820a0404820a00";
              case ML_DSA_65 -> "30820fd8020100300b060960864801650304031204820fc404820fc0";
            });
  }

  private static byte[] join(byte[] prefix, byte[] raw) {
    byte[] all = Arrays.copyOf(prefix, prefix.length + raw.length);
    System.arraycopy(raw, 0, all, prefix.length, raw.length);
    return all;
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }
}
