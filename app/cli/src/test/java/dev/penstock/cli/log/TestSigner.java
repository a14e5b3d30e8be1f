package dev.penstock.cli.log;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/** Fresh keys for logs that live as long as a test. */
final class TestSigner {
  private TestSigner() {}

  static Signer ed25519() throws NoSuchAlgorithmException, SigningException {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new JdkSignatures().signer(SignatureAlgorithm.ED25519, pair);
  }
}
