package dev.penstock.bundlecorpus;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys that everybody knows: for tests only. They stand in a resource. */
final class TestKeys {
  private static final JdkSignatures SIGNATURES = new JdkSignatures();

  private TestKeys() {}

  static Signer ed25519(int number) {
    return signer(SignatureAlgorithm.ED25519, number);
  }

  static Signer mlDsa44(int number) {
    return signer(SignatureAlgorithm.ML_DSA_44, number);
  }

  private static Signer signer(SignatureAlgorithm algorithm, int number) {
    String wanted = number + " " + algorithm + " ";
    String line =
        lines()
            .lines()
            .filter(one -> one.startsWith(wanted))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no key " + wanted));
    String[] words = line.split(" ", -1);
    HexFormat hex = HexFormat.of();
    try {
      VerificationKey key = VerificationKey.of(algorithm, hex.parseHex(words[2]));
      return SIGNATURES.signer(key, hex.parseHex(words[3]));
    } catch (SigningException e) {
      throw new IllegalStateException("key " + wanted + " does not sign", e);
    }
  }

  private static String lines() {
    try (InputStream in = TestKeys.class.getResourceAsStream("keys.txt")) {
      if (in == null) {
        throw new IllegalStateException("no keys");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the keys cannot be read", e);
    }
  }
}
