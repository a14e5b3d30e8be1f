package dev.penstock.testkit.tsa;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Security;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** Somebody with a certificate and its key, who certifies others or stamps times. */
public final class TestAuthority {
  /** From when certificates of tests are valid, and for a hundred years. */
  public static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");

  public static final Instant TO = Instant.parse("2120-01-01T00:00:00Z");

  /** What a certificate for time-stamps says of its purpose. */
  public enum Purpose {
    TIMESTAMPING,
    NOT_CRITICAL,
    WITH_ANOTHER,
    ANOTHER,
    NONE,
    OCSP
  }

  private static final AtomicLong SERIALS = new AtomicLong(1000);
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final X509CertificateHolder certificate;
  private final KeyPair keys;
  private final KeyKind kind;
  // Where a certificate says that its issuer and its state can be asked for; empty for nowhere.
  private String addresses = "";

  private TestAuthority(X509CertificateHolder certificate, KeyPair keys, KeyKind kind) {
    this.certificate = certificate;
    this.keys = keys;
    this.kind = kind;
  }

  /** One that certifies itself. */
  public static TestAuthority root(String name, KeyKind kind) throws Exception {
    return root(name, kind, FROM, TO);
  }

  public static TestAuthority root(String name, KeyKind kind, Instant from, Instant to)
      throws Exception {
    KeyPair keys = kind.generate();
    X500Name subject = new X500Name(name);
    var made =
        certificate(subject, subject, keys, from, to, "")
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .build(signer(kind, keys.getPrivate()));
    return new TestAuthority(made, keys, kind);
  }

  /** From here on certificates say that issuer and state are told below this address. */
  public TestAuthority telling(String address) {
    addresses = address;
    return this;
  }

  /** One that this one certifies and that certifies others. */
  public TestAuthority below(String name, KeyKind ofKind) throws Exception {
    return below(name, ofKind, FROM, TO, 0);
  }

  public TestAuthority below(
      String name, KeyKind ofKind, Instant from, Instant to, int pathLengthMax) throws Exception {
    KeyPair own = ofKind.generate();
    var made =
        certificate(certificate.getSubject(), new X500Name(name), own, from, to, addresses)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLengthMax))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .build(signer(kind, keys.getPrivate()));
    return new TestAuthority(made, own, ofKind);
  }

  /** The same authority as that one, certified by this one as well. */
  public TestAuthority certifying(TestAuthority other) throws Exception {
    var made =
        certificate(
                certificate.getSubject(), other.certificate.getSubject(), other.keys, FROM, TO, "")
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .build(signer(kind, keys.getPrivate()));
    return new TestAuthority(made, other.keys, other.kind);
  }

  /** One that this one certifies for time-stamps, or says so of. */
  public TestAuthority tsa(String name, KeyKind ofKind) throws Exception {
    return tsa(name, ofKind, FROM, TO, Purpose.TIMESTAMPING);
  }

  public TestAuthority tsa(String name, KeyKind ofKind, Instant from, Instant to, Purpose purpose)
      throws Exception {
    KeyPair own = ofKind.generate();
    X509v3CertificateBuilder builder =
        certificate(certificate.getSubject(), new X500Name(name), own, from, to, addresses)
            .addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
    KeyPurposeId[] purposes =
        switch (purpose) {
          case TIMESTAMPING, NOT_CRITICAL -> new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping};
          case WITH_ANOTHER ->
              new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_codeSigning};
          case ANOTHER -> new KeyPurposeId[] {KeyPurposeId.id_kp_codeSigning};
          case OCSP -> new KeyPurposeId[] {KeyPurposeId.id_kp_OCSPSigning};
          case NONE -> new KeyPurposeId[0];
        };
    if (purposes.length > 0) {
      var _ =
          builder.addExtension(
              Extension.extendedKeyUsage,
              purpose != Purpose.NOT_CRITICAL,
              new ExtendedKeyUsage(purposes));
    }
    return new TestAuthority(builder.build(signer(kind, keys.getPrivate())), own, ofKind);
  }

  private static X509v3CertificateBuilder certificate(
      X500Name issuer, X500Name subject, KeyPair keys, Instant from, Instant to, String address)
      throws IOException, GeneralSecurityException {
    var info = SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded());
    var builder =
        new X509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIALS.incrementAndGet()),
            Date.from(from),
            Date.from(to),
            subject,
            info);
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
    if (!address.isEmpty()) {
      var access = new ASN1EncodableVector();
      access.add(
          new AccessDescription(AccessDescription.id_ad_caIssuers, uri(address + "/issuer")));
      access.add(new AccessDescription(AccessDescription.id_ad_ocsp, uri(address + "/ocsp")));
      builder.addExtension(
          Extension.authorityInfoAccess,
          false,
          AuthorityInformationAccess.getInstance(new DERSequence(access)));
      var point =
          new DistributionPoint(
              new DistributionPointName(new GeneralNames(uri(address + "/crl"))), null, null);
      builder.addExtension(
          Extension.cRLDistributionPoints,
          false,
          new CRLDistPoint(new DistributionPoint[] {point}));
    }
    return builder;
  }

  private static GeneralName uri(String text) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(text));
  }

  private static ContentSigner signer(KeyKind kind, PrivateKey key)
      throws OperatorCreationException {
    return new JcaContentSignerBuilder(kind.signature()).setProvider(PROVIDER).build(key);
  }

  /** A list of revoked certificates: reason by holder, or -1 for none stated. */
  public byte[] crl(
      Instant thisUpdate, Instant nextUpdate, Map<TestAuthority, Integer> revoked, Instant since)
      throws Exception {
    var builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    revoked.forEach((holder, reason) -> {
      var serial = holder.certificate.getSerialNumber();
      builder.addCRLEntry(serial, Date.from(since), reason < 0 ? null : stated(reason));
    });
    return builder.build(signer(kind, keys.getPrivate())).getEncoded();
  }

  /** Reason 0 is stated too, which Bouncy Castle would leave away. */
  private static Extensions stated(int reason) {
    try {
      return new Extensions(
          new Extension(Extension.reasonCode, false, CRLReason.lookup(reason).getEncoded()));
    } catch (IOException e) {
      throw new AssertionError("a reason has no bytes", e);
    }
  }

  /**
   * A signed answer about a certificate of this authority; good when nothing is said of why not.
   */
  public byte[] ocsp(TestAuthority about, TestAuthority responder, Instant at, int reason)
      throws Exception {
    var digests = new JcaDigestCalculatorProviderBuilder().build();
    var id =
        new CertificateID(
            digests.get(CertificateID.HASH_SHA1), certificate, about.certificate.getSerialNumber());
    return ocsp(id, responder, at, reason);
  }

  /** The same about whatever an OCSP request asked for. */
  public byte[] ocsp(CertificateID id, TestAuthority responder, Instant at, int reason)
      throws OCSPException, OperatorCreationException, IOException {
    var builder = new BasicOCSPRespBuilder(new RespID(responder.certificate.getSubject()));
    CertificateStatus status =
        reason < 0 ? CertificateStatus.GOOD : new RevokedStatus(Date.from(at), reason);
    builder.addResponse(id, status, Date.from(at), Date.from(at.plusSeconds(7 * 86_400)));
    X509CertificateHolder[] with =
        responder == this
            ? new X509CertificateHolder[0]
            : new X509CertificateHolder[] {responder.certificate};
    var basic =
        builder.build(signer(responder.kind, responder.keys.getPrivate()), with, Date.from(at));
    return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic).getEncoded();
  }

  /** Bouncy Castle's oracles look providers up by name. */
  public static void register() {
    int _ = Security.addProvider(PROVIDER);
  }

  public byte[] certificate() {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new AssertionError("a certificate has no bytes", e);
    }
  }

  public X509CertificateHolder holder() {
    return certificate;
  }

  PrivateKey key() {
    return keys.getPrivate();
  }

  KeyKind kind() {
    return kind;
  }

  static BouncyCastleProvider provider() {
    return PROVIDER;
  }
}
