package dev.penstock.anchors.rfc3161;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.TimestampProof;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.cms.TokenCheck;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.OcspAnswer;
import dev.penstock.timestamp.x509.PathFinder;
import dev.penstock.timestamp.x509.Revocation;
import dev.penstock.timestamp.x509.RevocationList;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Collects what an auditor will need to judge a token alone: the chain of its signer up to where it
 * ends, and what is known of revocation now. All of it is best effort, and what could not be had is
 * noted; only http is spoken, since what is fetched is signed by others.
 */
final class Collector {
  /** Questions to addresses that certificates name, for one token. */
  private static final int FETCHES_MAX = 16;

  private final Web web;
  private final List<String> notes = new ArrayList<>();
  private final List<Encoded> certificates = new ArrayList<>();
  private final List<Encoded> lists = new ArrayList<>();
  private final List<Encoded> answers = new ArrayList<>();
  private int fetchesLeft = FETCHES_MAX;

  Collector(Web web) {
    this.web = web;
  }

  /** What could not be had, in words. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /** The proof with all that could be had about this token of it. */
  TimestampProof completed(TimestampProof proof, Token token) throws InterruptedException {
    List<Certificate> atHand = new ArrayList<>(token.certificates());
    if (!(TokenCheck.of(token, atHand) instanceof TokenCheck.Signed(var signer))) {
      return proof;
    }
    List<Certificate> chain = chain(signer, atHand);
    for (int i = 0; i < chain.size(); i++) {
      if (i + 1 < chain.size()) {
        collectRevocation(chain.get(i), chain.get(i + 1));
      } else if (!chain.get(i).issuer().der().equals(chain.get(i).subject().der())) {
        notes.add("the issuer of " + chain.get(i).text() + " could not be had");
      }
    }
    return proof.with(
        certificates.stream().limit(TimestampProof.CERTIFICATES_MAX / 4).toList(), lists, answers);
  }

  private List<Certificate> chain(Certificate signer, List<Certificate> atHand)
      throws InterruptedException {
    while (true) {
      List<Certificate> chain = new PathFinder(atHand, _ -> false).chain(signer);
      Certificate last = chain.getLast();
      boolean isWhole =
          last.issuer().der().equals(last.subject().der()) || chain.size() == PathFinder.LENGTH_MAX;
      if (isWhole) {
        return chain;
      }
      List<Certificate> found = issuersOf(last);
      if (found.isEmpty()
          || !atHand.addAll(found)
          || new PathFinder(atHand, _ -> false).chain(signer).size() == chain.size()) {
        return chain;
      }
      found.forEach(each -> certificates.add(each.der()));
    }
  }

  /** What stands where the certificate says its issuer's does. */
  private List<Certificate> issuersOf(Certificate certificate) throws InterruptedException {
    List<Certificate> found = new ArrayList<>();
    for (URI address : Addresses.issuers(certificate)) {
      Optional<byte[]> body = fetched(address, Certificate.BYTES_MAX);
      if (body.isPresent()) {
        decode(body.get(), found);
      }
    }
    return found;
  }

  /** One certificate, or a CMS message that only carries some (RFC 5280 §4.2.2.1). */
  private static void decode(byte[] bytes, List<Certificate> into) {
    if (Certificate.decode(bytes) instanceof Decoded.Value<Certificate>(var certificate)) {
      into.add(certificate);
      return;
    }
    try {
      for (X509CertificateHolder each :
          new CMSSignedData(bytes).getCertificates().getMatches(null)) {
        if (Certificate.decode(each.getEncoded())
            instanceof Decoded.Value<Certificate>(var certificate)) {
          into.add(certificate);
        }
      }
    } catch (CMSException | IOException | RuntimeException e) {
      // It is neither: as good as nothing, and the chain's end is noted by who asked.
      return;
    }
  }

  private void collectRevocation(Certificate certificate, Certificate issuer)
      throws InterruptedException {
    for (URI address : Addresses.responders(certificate)) {
      if (takeAnswer(address, certificate, issuer)) {
        return;
      }
    }
    for (URI address : Addresses.lists(certificate)) {
      Optional<byte[]> body = fetched(address, RevocationList.BYTES_MAX);
      if (body.isPresent()
          && RevocationList.decode(body.get()) instanceof Decoded.Value<RevocationList>(var list)) {
        if (says(new Revocation(List.of(list), List.of()), certificate, issuer)) {
          lists.add(Encoded.of(body.get()));
          return;
        }
      }
    }
    notes.add("nothing could be learnt about revocation of " + certificate.text());
  }

  private boolean takeAnswer(URI address, Certificate certificate, Certificate issuer)
      throws InterruptedException {
    Optional<byte[]> question = question(certificate, issuer);
    if (question.isEmpty() || !mayFetch(address)) {
      return false;
    }
    try {
      Web.Answer answer =
          web.post(
              address,
              "application/ocsp-request",
              question.get(),
              Optional.empty(),
              OcspAnswer.BYTES_MAX);
      if (answer.status() == 200
          && OcspAnswer.decode(answer.body().bytes()) instanceof Decoded.Value<OcspAnswer>(var read)
          && says(new Revocation(List.of(), List.of(read)), certificate, issuer)) {
        answers.add(Encoded.of(answer.body().bytes()));
        return true;
      }
    } catch (IOException e) {
      // The next source is asked, and in the end it is noted that none answered.
      return false;
    }
    return false;
  }

  private static boolean says(Revocation source, Certificate certificate, Certificate issuer) {
    return !(source.of(certificate, issuer, certificate.notBefore(), certificate.notBefore())
        instanceof Revocation.Finding.Unknown);
  }

  /** Certificates are named by SHA-1 in it, as every responder understands (RFC 5019 §2.1.1). */
  private static Optional<byte[]> question(Certificate certificate, Certificate issuer) {
    try {
      var id =
          new CertificateID(
              new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
              new X509CertificateHolder(issuer.der().bytes()),
              certificate.serial());
      return Optional.of(new OCSPReqBuilder().addRequest(id).build().getEncoded());
    } catch (OCSPException | OperatorCreationException | IOException e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> fetched(URI address, int bytesMax) throws InterruptedException {
    if (!mayFetch(address)) {
      return Optional.empty();
    }
    try {
      Web.Answer answer = web.get(address, bytesMax);
      return answer.status() == 200 ? Optional.of(answer.body().bytes()) : Optional.empty();
    } catch (IOException e) {
      notes.add("could not be fetched: " + Reply.printable(address.toString()));
      return Optional.empty();
    }
  }

  private boolean mayFetch(URI address) {
    fetchesLeft--;
    return fetchesLeft >= 0 && "http".equalsIgnoreCase(address.getScheme());
  }
}
