package dev.penstock.testkit.tsa;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;

/** Keys an authority may have, with the signature it makes by them. */
public enum KeyKind {
  RSA_2048("RSA", "2048", "SHA256withRSA"),
  RSA_3072_SHA512("RSA", "3072", "SHA512withRSA"),
  RSA_PSS("RSA", "2048", "SHA256withRSAandMGF1"),
  RSA_SHA1("RSA", "2048", "SHA1withRSA"),
  RSA_1024("RSA", "1024", "SHA256withRSA"),
  P_256("EC", "secp256r1", "SHA256withECDSA"),
  P_384("EC", "secp384r1", "SHA384withECDSA"),
  P_521("EC", "secp521r1", "SHA512withECDSA"),
  ED25519("Ed25519", "", "Ed25519");

  private final String generator;
  private final String parameter;
  private final String signature;

  KeyKind(String generator, String parameter, String signature) {
    this.generator = generator;
    this.parameter = parameter;
    this.signature = signature;
  }

  /** What Bouncy Castle calls the signature. */
  String signature() {
    return signature;
  }

  KeyPair generate() throws GeneralSecurityException {
    KeyPairGenerator made = KeyPairGenerator.getInstance(generator);
    switch (generator) {
      case "RSA" ->
          made.initialize(
              new RSAKeyGenParameterSpec(Integer.parseInt(parameter), RSAKeyGenParameterSpec.F4));
      case "EC" -> made.initialize(new ECGenParameterSpec(parameter));
      default -> {}
    }
    return made.generateKeyPair();
  }
}
