package dev.penstock.testkit.passkeys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;

/** What an authenticator may sign with. */
public enum PasskeyKind {
  ES256(-7, "EC", "SHA256withECDSA"),
  EDDSA(-8, "Ed25519", "Ed25519"),
  RS256(-257, "RSA", "SHA256withRSA"),
  /** Nobody here offers it. */
  ES384(-35, "EC", "SHA384withECDSA");

  private final int label;
  private final String generator;
  private final String signature;

  PasskeyKind(int label, String generator, String signature) {
    this.label = label;
    this.generator = generator;
    this.signature = signature;
  }

  /** The JDK's name of the signature, in the form that WebAuthn has for it. */
  String signature() {
    return signature;
  }

  KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator made = KeyPairGenerator.getInstance(generator);
    switch (this) {
      case ES256 -> made.initialize(new ECGenParameterSpec("secp256r1"));
      case ES384 -> made.initialize(new ECGenParameterSpec("secp384r1"));
      case RS256 -> made.initialize(2048);
      case EDDSA -> {}
    }
    return made.generateKeyPair();
  }

  /** The COSE_Key of a pair of this kind. */
  byte[] cose(KeyPair pair) {
    return switch (this) {
      case ES256 -> ec((ECPublicKey) pair.getPublic(), 1, 32);
      case ES384 -> ec((ECPublicKey) pair.getPublic(), 2, 48);
      case EDDSA -> {
        // RFC 8410 §4: the point is the last 32 bytes.
        byte[] spki = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(spki, spki.length - 32, spki.length);
        yield Cbor.map(1, 1, 3, label, -1, 6, -2, point);
      }
      case RS256 -> {
        var key = (RSAPublicKey) pair.getPublic();
        yield Cbor.map(
            1,
            3,
            3,
            label,
            -1,
            Cbor.unsigned(key.getModulus(), 256),
            -2,
            Cbor.unsigned(key.getPublicExponent(), 3));
      }
    };
  }

  private byte[] ec(ECPublicKey key, int curve, int bytes) {
    return Cbor.map(
        1,
        2,
        3,
        label,
        -1,
        curve,
        -2,
        Cbor.unsigned(key.getW().getAffineX(), bytes),
        -3,
        Cbor.unsigned(key.getW().getAffineY(), bytes));
  }
}
