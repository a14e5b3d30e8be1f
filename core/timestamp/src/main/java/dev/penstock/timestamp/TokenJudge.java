package dev.penstock.timestamp;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.TimestampVerdict.Contradicted;
import dev.penstock.timestamp.TimestampVerdict.Reason;
import dev.penstock.timestamp.TimestampVerdict.Unproven;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.cms.TokenCheck;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.Certificate;
import dev.penstock.timestamp.x509.OcspAnswer;
import dev.penstock.timestamp.x509.PathFinder;
import dev.penstock.timestamp.x509.Revocation;
import dev.penstock.timestamp.x509.RevocationList;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Judges the tokens of one proof one after another, and keeps what is worth telling. */
final class TokenJudge {
  /** Whether a stored certificate signed a token. */
  sealed interface Signed {
    record By(Certificate certificate) implements Signed {}

    record Not(TimestampVerdict verdict) implements Signed {}
  }

  /** Certificates of all tokens and the proof; more than a century of renewals brings. */
  private static final int AT_HAND_MAX = 512;

  private final TimestampTrust trust;
  private final List<Certificate> atHand;
  private final PathFinder paths;
  private final Revocation revocations;
  private final List<String> trusted = new ArrayList<>();
  private final List<String> revocation = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private String authority = "";

  TokenJudge(TimestampProof proof, List<Token> tokens, TimestampTrust trust) {
    this.trust = trust;
    Map<Encoded, Certificate> distinct = new LinkedHashMap<>();
    trust.certificates().forEach(each -> distinct.putIfAbsent(each.der(), each));
    proof
        .certificates()
        .forEach(each -> {
          if (Certificate.decode(each) instanceof Decoded.Value<Certificate>(var found)) {
            distinct.putIfAbsent(found.der(), found);
          } else {
            notes.add("a stored certificate cannot be read and was passed over");
          }
        });
    tokens.stream()
        .flatMap(token -> token.certificates().stream())
        .forEach(each -> distinct.putIfAbsent(each.der(), each));
    if (distinct.size() > AT_HAND_MAX) {
      notes.add("of " + distinct.size() + " certificates " + AT_HAND_MAX + " were looked at");
    }
    atHand = distinct.values().stream().limit(AT_HAND_MAX).toList();
    paths = new PathFinder(atHand, trust::holds);
    revocations = new Revocation(lists(proof), answers(proof));
  }

  private List<RevocationList> lists(TimestampProof proof) {
    List<RevocationList> read = new ArrayList<>();
    proof
        .lists()
        .forEach(each -> {
          switch (RevocationList.decode(each.bytes())) {
            case Decoded.Value<RevocationList>(var list) -> read.add(list);
            case Decoded.Refused<RevocationList>(var refusal) ->
                notes.add("a stored revocation list was passed over: " + refusal);
          }
        });
    return read;
  }

  private List<OcspAnswer> answers(TimestampProof proof) {
    List<OcspAnswer> read = new ArrayList<>();
    proof
        .answers()
        .forEach(each -> {
          switch (OcspAnswer.decode(each.bytes())) {
            case Decoded.Value<OcspAnswer>(var answer) -> read.add(answer);
            case Decoded.Refused<OcspAnswer>(var refusal) ->
                notes.add("a stored OCSP answer was passed over: " + refusal);
          }
        });
    return read;
  }

  /** Who made the first token that was judged. */
  String authority() {
    return authority;
  }

  List<String> trusted() {
    return trusted;
  }

  List<String> revocation() {
    return revocation;
  }

  List<String> notes() {
    return notes;
  }

  /** Holds a token against the stored certificate that claims to have signed it. */
  Signed signedBy(String where, Token token) {
    return switch (TokenCheck.of(token, atHand)) {
      case TokenCheck.Signed(var by) -> new Signed.By(by);
      case TokenCheck.Forged(var what) -> new Signed.Not(new Contradicted(where, what));
      case TokenCheck.SignerUnknown(var what) -> not(Reason.UNTRUSTED, where, what);
      case TokenCheck.Weak(var what) -> not(Reason.WEAK, where, what);
      case TokenCheck.WrongPurpose(var what) -> not(Reason.WRONG_PURPOSE, where, what);
    };
  }

  private static Signed not(Reason reason, String where, String what) {
    return new Signed.Not(new Unproven(reason, where + ": " + what));
  }

  /**
   * Why this token proves nothing; empty when it does.
   *
   * @param seen when it was known to exist: the time of its renewal, or now
   */
  Optional<TimestampVerdict> fault(String where, Token token, Instant seen) {
    return switch (signedBy(where, token)) {
      case Signed.Not(var verdict) -> Optional.of(verdict);
      case Signed.By(var by) -> {
        if (!trust.policies().isEmpty() && !trust.policies().contains(token.info().policy())) {
          yield unproven(
              Reason.POLICY,
              where + ": policy " + token.info().policy() + " is not among those allowed");
        }
        yield pathFault(where, by, token.info().time(), seen);
      }
    };
  }

  private static Optional<TimestampVerdict> unproven(Reason reason, String what) {
    return Optional.of(new Unproven(reason, what));
  }

  private Optional<TimestampVerdict> pathFault(
      String where, Certificate by, Instant made, Instant seen) {
    Optional<List<Certificate>> path =
        path(by).at(each -> each.isValidAt(made) && each.isValidAt(seen));
    if (path.isPresent()) {
      return accepted(where, path.get(), made, seen, true);
    }
    path = path(by).at(each -> each.isValidAt(made));
    if (path.isPresent()) {
      return accepted(where, path.get(), made, seen, false);
    }
    path = path(by).at(_ -> true);
    if (path.isEmpty()) {
      String why =
          by.unknownCritical()
              .map(oid -> "; its certificate has critical extension " + oid)
              .orElse("");
      return unproven(
          Reason.UNTRUSTED,
          where
              + ": no stored certificate leads from "
              + by.text()
              + " to one that is trusted"
              + why);
    }
    Certificate invalid =
        path.get().stream().filter(each -> !each.isValidAt(made)).findFirst().orElse(by);
    return unproven(
        Reason.NOT_VALID_THEN,
        where
            + ": it was made at "
            + made
            + ", and the certificate of "
            + invalid.text()
            + " is valid from "
            + invalid.notBefore()
            + " to "
            + invalid.notAfter());
  }

  private interface Search {
    Optional<List<Certificate>> at(Predicate<Certificate> allowed);
  }

  private Search path(Certificate by) {
    return allowed -> paths.path(by, Certificate.PURPOSE_TIMESTAMPING, allowed);
  }

  /** A path was found; what is left is whether it lasted, and revocation. */
  private Optional<TimestampVerdict> accepted(
      String where, List<Certificate> path, Instant made, Instant seen, boolean lasted) {
    boolean isSignerGood = false;
    List<String> said = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      Certificate certificate = path.get(i);
      Optional<Certificate> issuer = issuer(path, i);
      if (issuer.isEmpty()) {
        if (i == 0) {
          said.add(certificate.text() + ": trusted itself, its issuer is not stored");
        }
        continue;
      }
      Revocation.Finding finding = revocations.of(certificate, issuer.get(), made, seen);
      said.add(finding.text());
      if (finding instanceof Revocation.Finding.Revoked) {
        return unproven(Reason.REVOKED, where + ": " + finding.text());
      }
      isSignerGood |=
          i == 0 && finding instanceof Revocation.Finding.Good(var _, var isFresh) && isFresh;
    }
    if (!lasted) {
      Instant until = path.stream().map(Certificate::notAfter).min(Instant::compareTo).orElse(made);
      if (!trust.isExpiredAllowed() || !isSignerGood) {
        return unproven(Reason.EXPIRED, where + ": " + outlived(until) + expiredHelp(isSignerGood));
      }
      notes.add(where + ": " + outlived(until) + ", which the judge's trust allows");
    }
    said.stream().filter(each -> !revocation.contains(each)).forEach(revocation::add);
    if (authority.isEmpty()) {
      authority = path.getFirst().text();
    }
    trusted.add(where + ": " + path.getLast().text() + ", SHA-256 " + path.getLast().fingerprint());
    return Optional.empty();
  }

  private static String outlived(Instant until) {
    return "it outlived a certificate it rests on, valid to "
        + until
        + ", and nothing renewed it before";
  }

  private String expiredHelp(boolean isSignerGood) {
    if (!trust.isExpiredAllowed()) {
      return "; whether that counts is for the judge's trust to say";
    }
    return isSignerGood
        ? ""
        : "; nothing that is stored shows that the certificate was not revoked at that time";
  }

  /** Who certified this one; for the first also beyond the end of the path. */
  private Optional<Certificate> issuer(List<Certificate> path, int index) {
    if (index + 1 < path.size()) {
      return Optional.of(path.get(index + 1));
    }
    return index == 0
        ? paths.chain(path.getFirst()).stream().skip(1).findFirst()
        : Optional.empty();
  }
}
