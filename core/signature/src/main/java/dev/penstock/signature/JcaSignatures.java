package dev.penstock.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Signatures through security providers named one by one, with our own checks in front of them.
 * Which provider serves an algorithm changes the speed and never the verdict.
 */
public final class JcaSignatures implements Signatures, Signers {
  private static final byte[] PAIR_TEST =
      "penstock key pair test".getBytes(StandardCharsets.US_ASCII);

  private final Map<SignatureAlgorithm, JcaService> services;

  private JcaSignatures(Map<SignatureAlgorithm, JcaService> services) {
    this.services = services;
  }

  /** Every algorithm must have its service. */
  public static JcaSignatures of(Map<SignatureAlgorithm, JcaService> services) {
    var copy = new EnumMap<SignatureAlgorithm, JcaService>(services);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      if (!copy.containsKey(algorithm)) {
        throw new IllegalArgumentException("no service for " + algorithm);
      }
    }
    return new JcaSignatures(copy);
  }

  public JcaService service(SignatureAlgorithm algorithm) {
    JcaService service = services.get(algorithm);
    if (service == null) {
      throw new IllegalStateException("no service for " + algorithm);
    }
    return service;
  }

  @Override
  public SignatureCheck check(VerificationKey key) {
    if (!WellFormed.isWellFormed(key)) {
      return (_, _) -> false;
    }
    JcaService service = service(key.algorithm());
    PublicKey providerKey;
    try {
      providerKey =
          KeyFactory.getInstance(service.keyFactory(), service.provider())
              .generatePublic(new X509EncodedKeySpec(KeyEncoding.spki(key)));
    } catch (GeneralSecurityException | RuntimeException e) {
      // The provider's own validation found what ours did not look for.
      return (_, _) -> false;
    }
    return new JcaCheck(key.algorithm(), service, providerKey);
  }

  @Override
  public Signer signer(VerificationKey key, byte[] rawPrivate) throws SigningException {
    if (key.algorithm() == SignatureAlgorithm.ECDSA_P256
        && rawPrivate.length == 32
        && !WellFormed.isP256Scalar(rawPrivate, 0)) {
      throw new IllegalArgumentException("ECDSA_P256 private key is out of range");
    }
    JcaService service = service(key.algorithm());
    byte[] pkcs8 = KeyEncoding.pkcs8(key.algorithm(), rawPrivate);
    try {
      PrivateKey providerKey =
          KeyFactory.getInstance(service.keyFactory(), service.provider())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      return signer(key, providerKey);
    } catch (GeneralSecurityException e) {
      throw new SigningException(
          service.provider().getName() + " does not take this " + key.algorithm() + " key", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** Signs with a key that this provider made or holds. */
  private Signer signer(VerificationKey key, PrivateKey providerKey) throws SigningException {
    return signer(service(key.algorithm()), key, providerKey, this);
  }

  /**
   * Signs with a private key that lives at this service and may never leave it. What it signs is
   * checked once here: {@code IllegalArgumentException} when the public key is not its other half.
   */
  public static Signer signer(
      JcaService service, VerificationKey key, PrivateKey providerKey, Signatures checks)
      throws SigningException {
    var signer = new JcaSigner(key, service, providerKey);
    if (!checks.check(key).accepts(PAIR_TEST, signer.sign(PAIR_TEST))) {
      throw new IllegalArgumentException("public and private key do not match: " + key);
    }
    return signer;
  }
}
