package dev.penstock.certificates;

import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import dev.penstock.signature.VerificationKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509ExtensionUtils;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.RuntimeOperatorException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Writes what the authority signs, as RFC 5280 and the profiles want it: certificates and
 * revocation lists, ECDSA on P-256 with SHA-256. It remembers nothing.
 */
final class CertificateWriter {
  private static final AlgorithmIdentifier ECDSA_WITH_SHA256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  private static final int ORGANIZATION_CHARS_MAX = 64;

  private final Signer signer;
  private final SubjectPublicKeyInfo key;
  private final X500Name name;
  private final X509ExtensionUtils extensions;

  /**
   * A writer for the authority of one key.
   *
   * @param site the organization in the authority's name
   */
  CertificateWriter(Signer signer, String site) {
    if (signer.key().algorithm() != SignatureAlgorithm.ECDSA_P256) {
      throw new IllegalArgumentException("the key of the authority is " + signer.key());
    }
    this.signer = signer;
    this.key =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp256r1),
            signer.key().raw());
    this.extensions = new X509ExtensionUtils(sha1());
    this.name = authorityName(site, signer.key());
  }

  /** What goes into one certificate, apart from what all have in common. */
  record Content(
      BigInteger serial,
      Instant notBefore,
      Instant notAfter,
      SubjectNames names,
      CertificateProfile profile,
      PublicKey key) {}

  /** RFC 5280 §4.2.1.2: identifiers of keys are SHA-1 of them; nothing rests on it. */
  private static DigestCalculator sha1() {
    try {
      return new JcaDigestCalculatorProviderBuilder()
          .build()
          .get(new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1));
    } catch (OperatorCreationException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  /** Another key has another name: clients look authorities up by it. */
  private static X500Name authorityName(String site, VerificationKey key) {
    String organization =
        site.length() <= ORGANIZATION_CHARS_MAX ? site : site.substring(0, ORGANIZATION_CHARS_MAX);
    byte[] point = key.raw();
    String mark = HexFormat.of().formatHex(Arrays.copyOfRange(point, 1, 5));
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organization)
        .addRDN(BCStyle.CN, "Penstock site CA " + mark)
        .build();
  }

  /** The authority's own certificate, RFC 5280 §4.2.1.9: it vouches for no other authority. */
  X509Certificate authority(BigInteger serial, Instant notBefore, Instant notAfter)
      throws IOException {
    var builder =
        new X509v3CertificateBuilder(
            name, serial, Date.from(notBefore), Date.from(notAfter), name, key);
    return signed(
        builder
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key)));
  }

  /** A certificate of somebody else's. */
  X509Certificate leaf(Content content) throws IOException {
    SubjectPublicKeyInfo subjectKey = SubjectPublicKeyInfo.getInstance(content.key().getEncoded());
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, content.names().common()).build();
    var builder =
        new X509v3CertificateBuilder(
            name,
            content.serial(),
            Date.from(content.notBefore()),
            Date.from(content.notAfter()),
            subject,
            subjectKey);
    var _ =
        builder
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(Extension.extendedKeyUsage, false, purposes(content.profile()))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                extensions.createSubjectKeyIdentifier(subjectKey))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(key));
    Optional<GeneralNames> others = otherNames(content.names());
    if (others.isPresent()) {
      var _ = builder.addExtension(Extension.subjectAlternativeName, false, others.get());
    }
    return signed(builder);
  }

  private static ExtendedKeyUsage purposes(CertificateProfile profile) {
    return new ExtendedKeyUsage(
        profile.purposes().stream()
            .sorted()
            .map(purpose ->
                switch (purpose) {
                  case SERVER -> KeyPurposeId.id_kp_serverAuth;
                  case CLIENT -> KeyPurposeId.id_kp_clientAuth;
                })
            .toArray(KeyPurposeId[]::new));
  }

  private static Optional<GeneralNames> otherNames(SubjectNames names) {
    if (names.hosts().isEmpty() && names.addresses().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new GeneralNames(
            Stream.concat(
                    names.hosts().stream().map(each -> new GeneralName(GeneralName.dNSName, each)),
                    names.addresses().stream()
                        .map(each -> new GeneralName(GeneralName.iPAddress, each)))
                .toArray(GeneralName[]::new)));
  }

  private X509Certificate signed(X509v3CertificateBuilder builder) throws IOException {
    try {
      X509Certificate made =
          Pem.certificate(builder.build(new Signing(signer)).getEncoded(), "what was signed");
      // Whatever signs is elsewhere: what it made is looked at before anybody gets it.
      made.verify(publicKey());
      return made;
    } catch (RuntimeOperatorException e) {
      throw failed(e);
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority's key made a signature that is not good", e);
    }
  }

  /** A revocation list, RFC 5280 §5. */
  byte[] list(long number, Instant now, Instant next, Collection<IssuedCertificate> revoked)
      throws IOException {
    var builder = new X509v2CRLBuilder(name, Date.from(now));
    var _ = builder.setNextUpdate(Date.from(next));
    for (IssuedCertificate each : revoked) {
      IssuedCertificate.Revocation why = each.revocation().orElseThrow();
      // A reason of 0 is left out, as RFC 5280 §5.3.1 wants it.
      var _ = builder.addCRLEntry(each.serial(), Date.from(why.at()), why.reason().code());
    }
    var _ =
        builder
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(key))
            .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    try {
      return builder.build(new Signing(signer)).getEncoded();
    } catch (RuntimeOperatorException e) {
      throw failed(e);
    }
  }

  /** The authority's key as the JDK has it. */
  PublicKey publicKey() throws IOException {
    try {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("the authority's key is no point of P-256", e);
    }
  }

  private static IOException failed(RuntimeOperatorException e) {
    return new IOException("the authority's key does not sign: " + e.getMessage(), e);
  }

  /** Bouncy Castle's way to a key that lives elsewhere. */
  private record Signing(Signer signer, ByteArrayOutputStream text) implements ContentSigner {
    Signing(Signer signer) {
      this(signer, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return ECDSA_WITH_SHA256;
    }

    @Override
    public OutputStream getOutputStream() {
      return text;
    }

    /** X.509 has r and s as DER, RFC 3279 §2.2.3. */
    @Override
    public byte[] getSignature() {
      try {
        byte[] raw = signer.sign(text.toByteArray());
        int half = raw.length / 2;
        return new DERSequence(
                new ASN1Integer[] {
                  new ASN1Integer(new BigInteger(1, Arrays.copyOf(raw, half))),
                  new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(raw, half, raw.length)))
                })
            .getEncoded();
      } catch (SigningException e) {
        throw new RuntimeOperatorException(String.valueOf(e.getMessage()), e);
      } catch (IOException e) {
        throw new IllegalStateException("two numbers have an encoding", e);
      }
    }
  }
}
