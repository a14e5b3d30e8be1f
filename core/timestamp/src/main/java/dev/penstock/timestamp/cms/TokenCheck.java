package dev.penstock.timestamp.cms;

import dev.penstock.timestamp.der.DerReader;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.der.Tag;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import dev.penstock.timestamp.x509.Name;
import dev.penstock.timestamp.x509.SignatureScheme;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What comes of holding a token against the certificate that claims to have signed it. */
public sealed interface TokenCheck {
  /** The holder of this certificate signed it, and it is one that may sign time-stamps. */
  record Signed(Certificate by) implements TokenCheck {}

  /** Something signed says otherwise: the token was changed, or put together. */
  record Forged(String what) implements TokenCheck {}

  /** The certificate that it names is not at hand. */
  record SignerUnknown(String what) implements TokenCheck {}

  /** An algorithm or a key does not count. */
  record Weak(String what) implements TokenCheck {}

  /** The certificate is not one for time-stamps (RFC 3161 §2.3). */
  record WrongPurpose(String what) implements TokenCheck {}

  /** Checks the token's own signature (RFC 5652 §5.6, RFC 3161 §2.2 to §2.4). */
  static TokenCheck of(Token token, List<Certificate> atHand) {
    Token.Signer signer = token.signer();
    Optional<DigestAlgorithm> digest = DigestAlgorithm.of(signer.digestOid());
    if (digest.isEmpty()) {
      return new Weak("it is digested by " + SignatureScheme.nameOf(signer.digestOid()));
    }
    Optional<SignatureScheme> scheme = SignatureScheme.ofSigner(signer.algorithm(), digest.get());
    if (scheme.isEmpty()) {
      return new Weak(
          "it is signed by "
              + SignatureScheme.nameOf(signer.algorithm())
              + ", beside "
              + digest.get().text());
    }
    List<Certificate> named = atHand.stream().filter(each -> isNamed(signer.id(), each)).toList();
    if (named.isEmpty()) {
      return new SignerUnknown("the certificate it names is not among those stored with it");
    }
    Optional<Certificate> meant =
        named.stream()
            .filter(each -> signer.certificateIds().stream().allMatch(id -> id.isOf(each)))
            .findFirst();
    if (meant.isEmpty()) {
      return new Forged("its signed attributes name another certificate than its signer");
    }
    return signed(token, meant.get(), digest.get(), scheme.get());
  }

  private static TokenCheck signed(
      Token token, Certificate by, DigestAlgorithm digest, SignatureScheme scheme) {
    byte[] stated = DerReader.of(token.signer().messageDigest()).octets(64);
    if (!Arrays.equals(stated, digest.digest(token.content().bytes()))) {
      return new Forged("its content is not the one that was signed");
    }
    if (!SignatureScheme.isStrong(by.keyInfo())) {
      return new Weak("the key of " + by.text() + " is of a kind or length that does not count");
    }
    byte[] signature = DerReader.of(token.signer().signature()).octets(Token.BYTES_MAX);
    if (!scheme.accepts(by.keyInfo(), token.signer().signed().bytes(), signature)) {
      return new Forged("its signature is not of " + by.text());
    }
    Optional<Name> authority = token.info().authority();
    if (authority.isPresent() && !authority.get().isLike(by.subject())) {
      return new Forged("it names " + authority.get().text() + " and is signed by " + by.text());
    }
    return purposeFault(by)
        .<TokenCheck>map(fault -> new WrongPurpose(by.text() + ": " + fault))
        .orElseGet(() -> new Signed(by));
  }

  /** RFC 3161 §2.3: this purpose alone, and critical. */
  private static Optional<String> purposeFault(Certificate by) {
    if (by.purposes().isEmpty()) {
      return Optional.of("the certificate does not say that it is for time-stamps");
    }
    if (!by.purposes().get().equals(List.of(Certificate.PURPOSE_TIMESTAMPING))) {
      return Optional.of("the certificate is not for time-stamps and for nothing else");
    }
    if (!by.arePurposesCritical()) {
      return Optional.of("the purpose of the certificate is not marked critical");
    }
    int signing = Certificate.DIGITAL_SIGNATURE | Certificate.NON_REPUDIATION;
    if (by.keyUsage().isPresent() && (by.keyUsage().getAsInt() & signing) == 0) {
      return Optional.of("the certificate's key may not sign");
    }
    return Optional.empty();
  }

  private static boolean isNamed(Encoded id, Certificate certificate) {
    DerReader in = DerReader.of(id);
    if (id.tag() == Tag.SEQUENCE) {
      DerReader pair = in.enter(Tag.SEQUENCE);
      Encoded issuer = pair.element(Tag.SEQUENCE);
      BigInteger serial = pair.integer(64);
      return !in.isRefused()
          && issuer.equals(certificate.issuer().der())
          && serial.equals(certificate.serial());
    }
    byte[] keyId = in.content(Tag.contextPrimitive(0), 256);
    return certificate
        .keyId()
        .map(each -> Arrays.equals(DerReader.of(each).octets(256), keyId))
        .orElse(false);
  }
}
