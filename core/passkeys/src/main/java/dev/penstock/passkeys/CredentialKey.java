package dev.penstock.passkeys;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborType;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The public key of a passkey, as the COSE_Key that its authenticator gave (WebAuthn §6.5.1). Those
 * bytes are what is kept.
 */
public final class CredentialKey {
  /** Longest key: RSA of 8,192 bits with labels and heads. */
  public static final int BYTES_MAX = 1100;

  // RFC 9052 §7.1, RFC 9053 §7.1.1, §7.2 and RFC 8230 §4.
  private static final int KTY = 1;
  private static final int ALG = 3;
  private static final int CRV = -1;
  private static final int X = -2;
  private static final int Y = -3;
  private static final int RSA_N = -1;
  private static final int RSA_E = -2;
  private static final int KTY_OKP = 1;
  private static final int KTY_EC2 = 2;
  private static final int KTY_RSA = 3;
  private static final int CRV_P256 = 1;
  private static final int CRV_ED25519 = 6;
  private static final int COORDINATE_BYTES = 32;
  private static final byte UNCOMPRESSED = 4;

  private static final CborLimits LIMITS = new CborLimits(BYTES_MAX, 1);

  private final byte[] cose;
  private final KeyAlgorithm algorithm;
  private final Verifier verifier;

  private CredentialKey(byte[] cose, KeyAlgorithm algorithm, Verifier verifier) {
    this.cose = cose;
    this.algorithm = algorithm;
    this.verifier = verifier;
  }

  /**
   * The key of these bytes. The algorithm must be named and nothing optional be beside it (WebAuthn
   * §6.5.1.1), a P-256 point is not compressed (§5.8.5), and a key whose numbers are bad is none.
   */
  public static Decoded<CredentialKey> decode(byte[] cose) {
    var reader = new CborReader(LIMITS);
    reader.reset(cose);
    int pairs = reader.map();
    expect(reader, KTY, KeyReason.NOT_A_KEY);
    int typeAt = reader.at();
    long type = number(reader, KeyReason.NOT_A_KEY);
    expect(reader, ALG, KeyReason.NOT_A_KEY);
    int labelAt = reader.at();
    long label = number(reader, KeyReason.NOT_A_KEY);
    KeyAlgorithm algorithm = KeyAlgorithm.ofLabel(label).orElse(KeyAlgorithm.ES256);
    if (algorithm.label() != label) {
      reader.refuse(labelAt, KeyReason.ALGORITHM);
    }
    if (type != typeOf(algorithm)) {
      reader.refuse(typeAt, KeyReason.TYPE);
    }
    if (pairs != pairsOf(algorithm)) {
      reader.refuse(0, KeyReason.NOT_A_KEY);
    }
    Decoded<Verifier> verifier =
        switch (algorithm) {
          case EDDSA -> edwards(reader);
          case ES256 -> p256(reader);
          case RS256 -> rsa(reader);
        };
    return verifier.map(found -> new CredentialKey(cose.clone(), algorithm, found));
  }

  private static Decoded<Verifier> edwards(CborReader reader) {
    expect(reader, CRV, KeyReason.NOT_A_KEY);
    expect(reader, CRV_ED25519, KeyReason.TYPE);
    expect(reader, X, KeyReason.NOT_A_KEY);
    byte[] raw = reader.bytesExactly(SignatureAlgorithm.ED25519.publicKeyBytes());
    return point(reader, SignatureAlgorithm.ED25519, raw);
  }

  private static Decoded<Verifier> p256(CborReader reader) {
    expect(reader, CRV, KeyReason.NOT_A_KEY);
    expect(reader, CRV_P256, KeyReason.TYPE);
    byte[] raw = new byte[SignatureAlgorithm.ECDSA_P256.publicKeyBytes()];
    raw[0] = UNCOMPRESSED;
    expect(reader, X, KeyReason.NOT_A_KEY);
    reader.bytesExactly(COORDINATE_BYTES, raw, 1);
    expect(reader, Y, KeyReason.NOT_A_KEY);
    reader.bytesExactly(COORDINATE_BYTES, raw, 1 + COORDINATE_BYTES);
    return point(reader, SignatureAlgorithm.ECDSA_P256, raw);
  }

  private static Decoded<Verifier> point(
      CborReader reader, SignatureAlgorithm algorithm, byte[] raw) {
    return reader
        .end(() -> VerificationKey.of(algorithm, raw))
        .flatMap(key ->
            key.isSound()
                ? new Decoded.Value<>(new Verifier.Point(key))
                : new Decoded.Refused<>(new Refusal(0, KeyReason.POINT)));
  }

  private static Decoded<Verifier> rsa(CborReader reader) {
    expect(reader, RSA_N, KeyReason.NOT_A_KEY);
    BigInteger modulus = positive(reader, Verifier.Rsa.BITS_MAX / 8);
    expect(reader, RSA_E, KeyReason.NOT_A_KEY);
    BigInteger exponent = positive(reader, Verifier.Rsa.EXPONENT_BITS_MAX / 8);
    return reader
        .end(() -> new Verifier.Rsa(modulus, exponent))
        .flatMap(key ->
            key.isSound()
                ? new Decoded.Value<>(key)
                : new Decoded.Refused<>(new Refusal(0, KeyReason.RSA_SIZE)));
  }

  /** RFC 8230 §4: big-endian, and the first byte is not zero. */
  private static BigInteger positive(CborReader reader, int bytesMax) {
    byte[] bytes = reader.bytes(bytesMax);
    if (bytes.length == 0 || bytes[0] == 0) {
      reader.refuse(KeyReason.RSA_LEADING_ZERO);
    }
    return new BigInteger(1, bytes);
  }

  private static int typeOf(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case EDDSA -> KTY_OKP;
      case ES256 -> KTY_EC2;
      case RS256 -> KTY_RSA;
    };
  }

  private static int pairsOf(KeyAlgorithm algorithm) {
    return switch (algorithm) {
      case EDDSA, RS256 -> 4;
      case ES256 -> 5;
    };
  }

  private static void expect(CborReader reader, int wanted, KeyReason otherwise) {
    int at = reader.at();
    if (number(reader, otherwise) != wanted) {
      reader.refuse(at, otherwise);
    }
  }

  private static long number(CborReader reader, KeyReason otherwise) {
    CborType type = reader.peek();
    if (type != CborType.UNSIGNED && type != CborType.NEGATIVE) {
      reader.refuse(reader.at(), otherwise);
    }
    return reader.integer();
  }

  /** A copy of the COSE_Key. */
  public byte[] cose() {
    return cose.clone();
  }

  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * True exactly when the signature, in the form of WebAuthn §6.5.5, is the key's over the message.
   * Never throws.
   */
  boolean accepts(Signatures signatures, byte[] message, byte[] signature) {
    return verifier.accepts(signatures, message, signature);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CredentialKey that && Arrays.equals(cose, that.cose);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cose);
  }

  @Override
  public String toString() {
    return algorithm + " key";
  }
}
