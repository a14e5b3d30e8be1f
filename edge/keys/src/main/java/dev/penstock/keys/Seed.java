package dev.penstock.keys;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.Signers;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The 32 secret bytes from which a key of any algorithm follows: the RFC 8032 seed, the P-256
 * scalar, the FIPS 204 seed (the form of RFC 9964 too).
 */
final class Seed implements AutoCloseable {
  static final int BYTES = 32;

  private static final X9ECParameters P256 = CustomNamedCurves.getByName("secp256r1");

  private final SignatureAlgorithm algorithm;
  private final Secret secret;
  private final VerificationKey key;

  private Seed(SignatureAlgorithm algorithm, Secret secret) {
    this.algorithm = algorithm;
    this.secret = secret;
    this.key = VerificationKey.of(algorithm, publicKey(algorithm, secret.bytes()));
  }

  static Seed generate(SignatureAlgorithm algorithm, SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    do {
      // FIPS 186-5 §A.2.2: draw again until in range; one draw in 2^32 is not.
      random.nextBytes(bytes);
    } while (!isSeed(algorithm, bytes));
    return new Seed(algorithm, Secret.taking(bytes));
  }

  /** Takes the secret over. */
  static Seed of(SignatureAlgorithm algorithm, Secret secret) {
    if (!isSeed(algorithm, secret.bytes())) {
      throw new IllegalArgumentException("secret is no " + algorithm + " key");
    }
    return new Seed(algorithm, secret);
  }

  /** True when a key follows from these bytes. */
  static boolean isSeed(SignatureAlgorithm algorithm, byte[] bytes) {
    if (bytes.length != BYTES) {
      return false;
    }
    if (algorithm != SignatureAlgorithm.ECDSA_P256) {
      return true;
    }
    BigInteger scalar = new BigInteger(1, bytes);
    return scalar.signum() > 0 && scalar.compareTo(P256.getN()) < 0;
  }

  VerificationKey key() {
    return key;
  }

  /** The secret itself, not a copy. */
  byte[] bytes() {
    return secret.bytes();
  }

  Signer signer(Signers signers) throws SigningException {
    byte[] rawPrivate =
        switch (algorithm) {
          case ED25519, ECDSA_P256 -> bytes().clone();
          case ML_DSA_44 -> expanded(MLDSAParameters.ml_dsa_44);
          case ML_DSA_65 -> expanded(MLDSAParameters.ml_dsa_65);
        };
    try {
      return signers.signer(key, rawPrivate);
    } finally {
      Arrays.fill(rawPrivate, (byte) 0);
    }
  }

  private byte[] expanded(MLDSAParameters parameters) {
    return new MLDSAPrivateKeyParameters(parameters, bytes()).getEncoded();
  }

  private static byte[] publicKey(SignatureAlgorithm algorithm, byte[] seed) {
    return switch (algorithm) {
      case ED25519 -> new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
      case ECDSA_P256 ->
          new FixedPointCombMultiplier()
              .multiply(P256.getG(), new BigInteger(1, seed))
              .getEncoded(false);
      case ML_DSA_44 ->
          new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_44, seed).getPublicKey();
      case ML_DSA_65 ->
          new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, seed).getPublicKey();
    };
  }

  @Override
  public void close() {
    secret.close();
  }

  @Override
  public String toString() {
    return "seed of " + key;
  }
}
