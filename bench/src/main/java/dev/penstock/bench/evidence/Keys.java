package dev.penstock.bench.evidence;

import dev.penstock.signature.KeyEncoding;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECGenParameterSpec;

/** Fresh keys, to be used by the providers that the product chooses on this machine. */
public final class Keys {
  private Keys() {}

  /** A signer with a fresh Ed25519 key: what a gateway signs with unless told otherwise. */
  public static Signer ed25519(Signers signers) {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      return signer(signers, SignatureAlgorithm.ED25519, pair, seed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java makes no Ed25519 keys", e);
    }
  }

  /** A signer with a fresh P-256 key: what devices with a secure element have. */
  public static Signer p256(Signers signers) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      BigInteger scalar = ((ECPrivateKey) pair.getPrivate()).getS();
      byte[] raw = new byte[32];
      byte[] bytes = scalar.toByteArray();
      int length = Math.min(bytes.length, raw.length);
      System.arraycopy(bytes, bytes.length - length, raw, raw.length - length, length);
      return signer(signers, SignatureAlgorithm.ECDSA_P256, pair, raw);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java makes no P-256 keys", e);
    }
  }

  private static Signer signer(
      Signers signers, SignatureAlgorithm algorithm, KeyPair pair, byte[] raw) {
    VerificationKey key =
        KeyEncoding.publicKey(algorithm, pair.getPublic().getEncoded()).orElseThrow();
    try {
      return signers.signer(key, raw);
    } catch (SigningException e) {
      throw new IllegalStateException("a fresh key is refused", e);
    }
  }
}
