package dev.penstock.timestamp.cms;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A time-stamp token as it came (RFC 3161 §2.4.2): one signer's signed data over a {@link
 * TimeInfo}. Well-formed, and not yet held against any certificate.
 *
 * @param der all of it, a ContentInfo
 * @param content the bytes that are digested, which are the time's
 * @param certificates those that came inside and could be read
 * @param signer who claims to have signed
 */
public record Token(
    Encoded der, Encoded content, TimeInfo info, List<Certificate> certificates, Signer signer) {
  /** A token with a chain of certificates has some 10 KiB. */
  public static final int BYTES_MAX = 1 << 18;

  private static final int CERTIFICATES_MAX = 32;

  private static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  private static final String TST_INFO = "1.2.840.113549.1.9.16.1.4";
  private static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  private static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  private static final String SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
  private static final String SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

  /**
   * The signature and what belongs to it (SignerInfo, RFC 5652 §5.3).
   *
   * @param id issuer and serial of the certificate, or its key id under tag 0
   * @param signed the signed attributes as they are digested: a SET OF
   * @param messageDigest an octet string: the digest of the content, as the attributes state it
   * @param certificateIds what they state of the certificate
   * @param signature an octet string
   */
  public record Signer(
      Encoded id,
      String digestOid,
      Encoded algorithm,
      Encoded signed,
      Encoded messageDigest,
      List<CertificateId> certificateIds,
      Encoded signature) {
    public Signer {
      certificateIds = List.copyOf(certificateIds);
    }
  }

  public Token {
    certificates = List.copyOf(certificates);
  }

  public static Decoded<Token> decode(byte[] bytes) {
    DerReader all = DerReader.of(bytes, BYTES_MAX);
    DerReader info = all.enter(Tag.SEQUENCE);
    if (!info.oid().equals(SIGNED_DATA)) {
      info.refuse(CmsReason.NOT_SIGNED_DATA);
    }
    DerReader explicit = info.enter(Tag.context(0));
    info.done();
    DerReader data = explicit.enter(Tag.SEQUENCE);
    explicit.done();
    // RFC 5652 §5.1: 3, because the content is not plain data.
    if (data.number(5) != 3) {
      data.refuse(CmsReason.VERSION);
    }
    List<String> digests = new ArrayList<>();
    DerReader list = data.enter(Tag.SET);
    while (list.hasNext() && digests.size() < CERTIFICATES_MAX) {
      digests.add(DigestAlgorithm.readIdentifier(list, Tag.SEQUENCE));
    }
    byte[] content = content(data);
    List<Certificate> certificates = certificates(data);
    if (data.isNext(Tag.context(1))) {
      data.skip();
    }
    DerReader signers = data.enter(Tag.SET);
    Signer signer = signer(signers.enter(Tag.SEQUENCE), digests);
    if (signers.hasNext()) {
      signers.refuse(CmsReason.SIGNER_COUNT);
    }
    data.done();
    if (all.isRefused()) {
      return all.end(Token::never);
    }
    return switch (TimeInfo.decode(content)) {
      case Decoded.Value<TimeInfo>(var time) ->
          all.end(
              () -> new Token(Encoded.of(bytes), Encoded.of(content), time, certificates, signer));
      case Decoded.Refused<TimeInfo>(Refusal refusal) -> new Decoded.Refused<>(refusal);
    };
  }

  private static Token never() {
    throw new IllegalStateException("a refused reader asked for its value");
  }

  private static byte[] content(DerReader data) {
    DerReader encapsulated = data.enter(Tag.SEQUENCE);
    if (!encapsulated.oid().equals(TST_INFO)) {
      encapsulated.refuse(CmsReason.NOT_A_TIMESTAMP);
    }
    DerReader explicit = encapsulated.enter(Tag.context(0));
    byte[] content = explicit.octets(BYTES_MAX);
    explicit.done();
    encapsulated.done();
    return content;
  }

  /** Certificates are not signed by the token: those of other kinds are passed over. */
  private static List<Certificate> certificates(DerReader data) {
    List<Certificate> found = new ArrayList<>();
    if (data.isNext(Tag.context(0))) {
      DerReader set = data.enter(Tag.context(0));
      while (set.hasNext()) {
        Encoded each = set.element();
        if (each.tag() == Tag.SEQUENCE
            && Certificate.decode(each) instanceof Decoded.Value<Certificate>(var certificate)) {
          found.add(certificate);
        }
        if (found.size() > CERTIFICATES_MAX) {
          set.refuse(CmsReason.CERTIFICATE_COUNT);
        }
      }
    }
    return found;
  }

  private static Signer signer(DerReader in, List<String> digests) {
    int version = in.number(5);
    Encoded id = in.element();
    // RFC 5652 §5.3: 1 beside issuer and serial, 3 beside a key id.
    if (version != (id.tag() == Tag.SEQUENCE ? 1 : 3)
        || (id.tag() != Tag.SEQUENCE && id.tag() != Tag.contextPrimitive(0))) {
      in.refuse(CmsReason.VERSION);
    }
    String digest = DigestAlgorithm.readIdentifier(in, Tag.SEQUENCE);
    if (!digests.contains(digest)) {
      in.refuse(CmsReason.DIGEST_NOT_LISTED);
    }
    Encoded implicit = in.element(Tag.context(0));
    Encoded algorithm = in.element(Tag.SEQUENCE);
    Encoded signature = in.element(Tag.OCTET_STRING);
    if (in.isNext(Tag.context(1))) {
      // Unsigned attributes: whatever they say, nobody vouches for it.
      in.skip();
    }
    in.done();
    if (in.isRefused()) {
      return new Signer(id, digest, algorithm, implicit, implicit, List.of(), signature);
    }
    Attributes attributes = Attributes.read(in, implicit);
    return new Signer(
        id,
        digest,
        algorithm,
        attributes.set,
        attributes.messageDigest,
        attributes.certificateIds,
        signature);
  }

  /** The signed attributes. */
  private record Attributes(
      Encoded set, Encoded messageDigest, List<CertificateId> certificateIds) {
    /** Faults in them are faults of {@code signer}. */
    static Attributes read(DerReader signer, Encoded implicit) {
      // RFC 5652 §5.4: what is digested has the tag of a SET OF, in DER.
      byte[] bytes = implicit.bytes();
      bytes[0] = (byte) Tag.SET;
      var set = Encoded.of(bytes);
      DerReader in = DerReader.of(set).enter(Tag.SET);
      in.mustBeSorted();
      Map<String, Encoded> values = new HashMap<>();
      while (in.hasNext()) {
        DerReader attribute = in.enter(Tag.SEQUENCE);
        String oid = attribute.oid();
        DerReader value = attribute.enter(Tag.SET);
        Encoded first = value.element();
        if (value.hasNext()) {
          value.refuse(CmsReason.ATTRIBUTE_VALUES);
        }
        attribute.done();
        if (values.put(oid, first) != null) {
          in.refuse(CmsReason.ATTRIBUTE_TWICE);
        }
      }
      List<CertificateId> ids = new ArrayList<>();
      addId(signer, values.get(SIGNING_CERTIFICATE), false, ids);
      addId(signer, values.get(SIGNING_CERTIFICATE_V2), true, ids);
      Encoded type = values.get(CONTENT_TYPE);
      Encoded digest = values.get(MESSAGE_DIGEST);
      if (type == null || digest == null || ids.isEmpty()) {
        in.refuse(CmsReason.ATTRIBUTE_MISSING);
      } else if (!DerReader.of(type).oid().equals(TST_INFO)) {
        in.refuse(CmsReason.CONTENT_TYPE);
      }
      if (in.end(() -> set) instanceof Decoded.Refused<Encoded>(var refusal)) {
        signer.refuse(refusal.reason());
      }
      return new Attributes(set, digest == null ? set : digest, ids);
    }

    private static void addId(
        DerReader signer, @Nullable Encoded value, boolean isNewer, List<CertificateId> ids) {
      if (value != null) {
        DerReader in = DerReader.of(value);
        ids.add(CertificateId.readFirst(in, isNewer));
        if (in.end(() -> value) instanceof Decoded.Refused<Encoded>(var refusal)) {
          signer.refuse(refusal.reason());
        }
      }
    }
  }
}
