package dev.penstock.testkit.tsa;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.ess.ESSCertID;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificate;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.Accuracy;
import org.bouncycastle.asn1.tsp.MessageImprint;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.util.CollectionStore;
import org.jspecify.annotations.Nullable;

/** A time-stamp token in the making: honest unless it is told otherwise. */
public final class TokenDraft {
  public static final String SHA_1 = "1.3.14.3.2.26";
  public static final String SHA_256 = "2.16.840.1.101.3.4.2.1";
  public static final String SHA_384 = "2.16.840.1.101.3.4.2.2";
  public static final String SHA_512 = "2.16.840.1.101.3.4.2.3";
  public static final String POLICY = "1.3.6.1.4.1.99999.1";

  private final TestAuthority tsa;
  private String digestOid = SHA_256;
  private byte[] imprint = new byte[32];
  private String time = "20260303100005.25Z";
  private String policy = POLICY;
  private BigInteger serial = BigInteger.valueOf(77);
  private @Nullable BigInteger nonce;
  private boolean hasAccuracy = true;
  private boolean isOldForm;
  private boolean namesIssuer;
  private TestAuthority named;
  private @Nullable GeneralName authority;
  private List<TestAuthority> certificates;

  private TokenDraft(TestAuthority tsa) {
    this.tsa = tsa;
    named = tsa;
    certificates = List.of(tsa);
  }

  public static TokenDraft by(TestAuthority tsa) {
    return new TokenDraft(tsa);
  }

  /** About these bytes, by SHA-256. */
  public TokenDraft about(byte[] bytes) {
    return about(bytes, SHA_256);
  }

  public TokenDraft about(byte[] bytes, String byDigest) {
    return imprint(digest(byDigest, bytes), byDigest);
  }

  public TokenDraft imprint(byte[] value, String byDigest) {
    imprint = value.clone();
    digestOid = byDigest;
    return this;
  }

  public TokenDraft at(Instant when) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss.SSS").withZone(ZoneOffset.UTC).format(when);
    // DER: no zeros at the end of a fraction, and no empty fraction.
    time = text.replaceAll("0+$", "").replaceAll("\\.$", "") + "Z";
    if (text.endsWith(".000")) {
      time = text.substring(0, text.length() - 4) + "Z";
    }
    return this;
  }

  public TokenDraft policy(String oid) {
    policy = oid;
    return this;
  }

  public TokenDraft nonce(@Nullable BigInteger value) {
    nonce = value;
    return this;
  }

  public TokenDraft serial(BigInteger value) {
    serial = value;
    return this;
  }

  public TokenDraft withoutAccuracy() {
    hasAccuracy = false;
    return this;
  }

  /** The signing certificate named in the older form, by SHA-1. */
  public TokenDraft oldForm() {
    isOldForm = true;
    return this;
  }

  /** Issuer and serial stand beside the digest of the signing certificate. */
  public TokenDraft namingIssuer() {
    namesIssuer = true;
    return this;
  }

  /** The signed attributes name another certificate. */
  public TokenDraft naming(TestAuthority other) {
    named = other;
    return this;
  }

  /** Whom the token calls its authority. */
  public TokenDraft authority(TestAuthority other) {
    authority = new GeneralName(other.holder().getSubject());
    return this;
  }

  /** The certificates inside. */
  public TokenDraft with(TestAuthority... holders) {
    certificates = List.of(holders);
    return this;
  }

  private static byte[] digest(String oid, byte[] bytes) {
    String name =
        switch (oid) {
          case SHA_1 -> "SHA-1";
          case SHA_256 -> "SHA-256";
          case SHA_384 -> "SHA-384";
          case SHA_512 -> "SHA-512";
          default -> throw new IllegalArgumentException(oid);
        };
    try {
      return MessageDigest.getInstance(name).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(name, e);
    }
  }

  private Attribute signingCertificate() throws Exception {
    X509CertificateHolder holder = named.holder();
    IssuerSerial issuer =
        namesIssuer
            ? new IssuerSerial(
                new GeneralNames(new GeneralName(holder.getIssuer())), holder.getSerialNumber())
            : null;
    if (isOldForm) {
      var id = new ESSCertID(digest(SHA_1, holder.getEncoded()), issuer);
      return new Attribute(
          PKCSObjectIdentifiers.id_aa_signingCertificate, new DERSet(new SigningCertificate(id)));
    }
    var id =
        new ESSCertIDv2((AlgorithmIdentifier) null, digest(SHA_256, holder.getEncoded()), issuer);
    return new Attribute(
        PKCSObjectIdentifiers.id_aa_signingCertificateV2, new DERSet(new SigningCertificateV2(id)));
  }

  /** The token in DER. */
  public byte[] make() throws Exception {
    var info =
        new TSTInfo(
            new ASN1ObjectIdentifier(policy),
            new MessageImprint(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(digestOid)), imprint),
            new ASN1Integer(serial),
            new ASN1GeneralizedTime(time),
            hasAccuracy ? new Accuracy(null, new ASN1Integer(500), null) : null,
            ASN1Boolean.FALSE,
            nonce == null ? null : new ASN1Integer(nonce),
            authority,
            null);
    var attributes = new ASN1EncodableVector();
    attributes.add(signingCertificate());
    attributes.add(
        new Attribute(
            CMSAttributes.signingTime,
            new DERSet(new Time(new ASN1GeneralizedTime(time).getDate()))));
    var generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSimpleSignerInfoGeneratorBuilder()
            .setProvider(TestAuthority.provider())
            .setSignedAttributeGenerator(
                new DefaultSignedAttributeTableGenerator(new AttributeTable(attributes)))
            .build(tsa.kind().signature(), tsa.key(), tsa.holder()));
    List<X509CertificateHolder> holders = new ArrayList<>();
    certificates.forEach(each -> holders.add(each.holder()));
    generator.addCertificates(new CollectionStore<>(holders));
    return generator
        .generate(
            new CMSProcessableByteArray(
                PKCSObjectIdentifiers.id_ct_TSTInfo, info.getEncoded("DER")),
            true)
        .toASN1Structure()
        .getEncoded("DER");
  }
}
