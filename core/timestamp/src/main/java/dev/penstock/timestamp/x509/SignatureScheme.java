package dev.penstock.timestamp.x509;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Optional;

/**
 * How something was signed, from the list of what counts: RSA with PKCS #1 v1.5 or PSS padding,
 * ECDSA on the NIST curves, each with SHA-2, and Ed25519. Everything else is refused by name.
 *
 * @param digest what was signed is digested by it; Ed25519 digests by itself
 */
public record SignatureScheme(Family family, DigestAlgorithm digest) {
  public enum Family {
    RSA_PKCS1,
    RSA_PSS,
    ECDSA,
    ED25519
  }

  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final String MGF1 = "1.2.840.113549.1.1.8";

  /** Longest signature: RSA of 8,192 bits. */
  private static final int SIGNATURE_BYTES_MAX = SubjectKey.RSA_BITS_MAX / 8;

  private static final Map<String, SignatureScheme> WITHOUT_PARAMETERS =
      Map.of(
          "1.2.840.113549.1.1.11",
          new SignatureScheme(Family.RSA_PKCS1, DigestAlgorithm.SHA_256),
          "1.2.840.113549.1.1.12",
          new SignatureScheme(Family.RSA_PKCS1, DigestAlgorithm.SHA_384),
          "1.2.840.113549.1.1.13",
          new SignatureScheme(Family.RSA_PKCS1, DigestAlgorithm.SHA_512),
          "1.2.840.10045.4.3.2",
          new SignatureScheme(Family.ECDSA, DigestAlgorithm.SHA_256),
          "1.2.840.10045.4.3.3",
          new SignatureScheme(Family.ECDSA, DigestAlgorithm.SHA_384),
          "1.2.840.10045.4.3.4",
          new SignatureScheme(Family.ECDSA, DigestAlgorithm.SHA_512),
          SubjectKey.ED25519,
          new SignatureScheme(Family.ED25519, DigestAlgorithm.SHA_512));

  private static final Map<String, String> KNOWN_AND_REFUSED =
      Map.of(
          "1.2.840.113549.1.1.4", "MD5 with RSA",
          "1.2.840.113549.1.1.5", "SHA-1 with RSA",
          "1.2.840.113549.1.1.14", "SHA-224 with RSA",
          "1.2.840.10045.4.1", "SHA-1 with ECDSA",
          "1.2.840.10040.4.3", "SHA-1 with DSA",
          "1.3.14.3.2.26", "SHA-1",
          "1.2.840.113549.2.5", "MD5");

  /** What an AlgorithmIdentifier of a certificate, a list or an answer names. */
  public static Optional<SignatureScheme> of(Encoded identifier) {
    DerReader in = DerReader.of(identifier).enter(Tag.SEQUENCE);
    String oid = in.oid();
    if (oid.equals(PSS)) {
      return pss(in);
    }
    if (in.isNext(Tag.NULL)) {
      in.skip();
    }
    in.done();
    return in.isRefused() ? Optional.empty() : Optional.ofNullable(WITHOUT_PARAMETERS.get(oid));
  }

  /**
   * The same in a CMS signature, where plain RSA may stand and the digest is named beside it (RFC
   * 5754 §3.2). Both must name the same digest.
   */
  public static Optional<SignatureScheme> ofSigner(Encoded identifier, DigestAlgorithm digest) {
    if (oidOf(identifier).equals(SubjectKey.RSA)) {
      return Optional.of(new SignatureScheme(Family.RSA_PKCS1, digest));
    }
    // RFC 8419 §3.1 asks for SHA-512 beside Ed25519; some write another, which weakens nothing.
    return of(identifier)
        .filter(scheme -> scheme.family == Family.ED25519 || scheme.digest == digest);
  }

  /** For a person: what an AlgorithmIdentifier names. */
  public static String nameOf(Encoded identifier) {
    return nameOf(oidOf(identifier));
  }

  /** For a person: what an object identifier names. */
  public static String nameOf(String oid) {
    String name = KNOWN_AND_REFUSED.get(oid);
    return name == null ? "algorithm " + oid : name;
  }

  private static String oidOf(Encoded identifier) {
    return DerReader.of(identifier).enter(Tag.SEQUENCE).oid();
  }

  /** RFC 8017 appendix A.2.3; the salt is as long as the digest (RFC 4055 §3.1). */
  private static Optional<SignatureScheme> pss(DerReader identifier) {
    DerReader in = identifier.enter(Tag.SEQUENCE);
    DerReader hash = in.enter(Tag.context(0));
    String digestOid = DigestAlgorithm.readIdentifier(hash, Tag.SEQUENCE);
    hash.done();
    DerReader mask = in.enter(Tag.context(1));
    DerReader generator = mask.enter(Tag.SEQUENCE);
    boolean isMgf1 = generator.oid().equals(MGF1);
    String maskOid = DigestAlgorithm.readIdentifier(generator, Tag.SEQUENCE);
    generator.done();
    mask.done();
    DerReader salt = in.enter(Tag.context(2));
    int saltBytes = salt.number(1024);
    salt.done();
    in.done();
    identifier.done();
    return in.isRefused() || !isMgf1 || !maskOid.equals(digestOid)
        ? Optional.empty()
        : DigestAlgorithm.of(digestOid)
            .filter(digest -> digest.bytes() == saltBytes)
            .map(digest -> new SignatureScheme(Family.RSA_PSS, digest));
  }

  /**
   * Whether the holder of the key in this SubjectPublicKeyInfo signed the message. No for a key
   * that does not suit or does not count.
   */
  public boolean accepts(Encoded keyInfo, byte[] message, byte[] signature) {
    Optional<SubjectKey> key = SubjectKey.of(keyInfo).filter(found -> isFor(found, signature));
    return key.flatMap(SubjectKey::toJdk)
        .filter(found -> isGood(found, message, signature))
        .isPresent();
  }

  /** Whether a key in this SubjectPublicKeyInfo counts at all. */
  public static boolean isStrong(Encoded keyInfo) {
    return SubjectKey.of(keyInfo).isPresent();
  }

  private boolean isFor(SubjectKey key, byte[] signature) {
    if (signature.length > SIGNATURE_BYTES_MAX) {
      return false;
    }
    return switch (key) {
      case SubjectKey.Rsa(var modulus, var _) ->
          (family == Family.RSA_PKCS1 || family == Family.RSA_PSS)
              && signature.length == (modulus.bitLength() + 7) / 8;
      case SubjectKey.Ec(var curve, var _, var _) ->
          family == Family.ECDSA && isPairOfScalars(curve, signature);
      case SubjectKey.Ed25519 _ -> family == Family.ED25519 && signature.length == 64;
    };
  }

  /** RFC 3279 §2.2.3: a sequence of r and s. */
  private static boolean isPairOfScalars(Curve curve, byte[] signature) {
    DerReader in = DerReader.of(signature, SIGNATURE_BYTES_MAX);
    DerReader pair = in.enter(Tag.SEQUENCE);
    BigInteger r = pair.integer(curve.coordinateBytes() + 1);
    BigInteger s = pair.integer(curve.coordinateBytes() + 1);
    pair.done();
    in.done();
    return !in.isRefused() && curve.isScalar(r) && curve.isScalar(s);
  }

  private boolean isGood(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(jdkName());
      if (family == Family.RSA_PSS) {
        verifier.setParameter(
            new PSSParameterSpec(
                digest.text(),
                "MGF1",
                new MGF1ParameterSpec(digest.text()),
                digest.bytes(),
                PSSParameterSpec.TRAILER_FIELD_BC));
      }
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // How the JDK says that key and signature cannot belong together.
      return false;
    }
  }

  private String jdkName() {
    String shortDigest = digest.text().replace("-", "");
    return switch (family) {
      case RSA_PKCS1 -> shortDigest + "withRSA";
      case RSA_PSS -> "RSASSA-PSS";
      case ECDSA -> shortDigest + "withECDSA";
      case ED25519 -> "Ed25519";
    };
  }
}
