package dev.penstock.timestamp;

import dev.penstock.cbor.Decoded;
import dev.penstock.timestamp.TimestampVerdict.Contradicted;
import dev.penstock.timestamp.TimestampVerdict.Proven;
import dev.penstock.timestamp.TimestampVerdict.Reason;
import dev.penstock.timestamp.TimestampVerdict.Unproven;
import dev.penstock.timestamp.cms.TimeInfo;
import dev.penstock.timestamp.cms.Token;
import dev.penstock.timestamp.der.DerWriter;
import dev.penstock.timestamp.der.Encoded;
import dev.penstock.timestamp.x509.DigestAlgorithm;
import dev.penstock.timestamp.x509.SignatureScheme;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Judges a time-stamp proof about a statement, with nothing but what it is given. It never throws
 * because of what the bytes say.
 *
 * <p>The rules, which docs/formats/timestamp.md gives in full: each token must be about what it is
 * stored with and be signed by a certificate for time-stamps; a stored path must lead from there to
 * somebody who is trusted, every certificate in it valid when the token was made and still valid
 * when the next token was made, or now for the last one; and none revoked in a way that touches the
 * token.
 */
public final class TimestampChecker {
  private TimestampChecker() {}

  /** A token, where it stands, and what it has to be about. */
  private record Step(String where, Token token, Encoded imprint) {}

  /**
   * Judges.
   *
   * @param proof as {@link TimestampProof} writes it
   * @param statement what it should be about
   * @param now when this is judged, ns since 1970
   */
  public static TimestampVerdict check(
      byte[] proof, byte[] statement, TimestampTrust trust, long now) {
    return switch (TimestampProof.decode(proof)) {
      case Decoded.Refused<TimestampProof>(var refusal) ->
          new Unproven(Reason.MALFORMED, "the proof cannot be read: " + refusal);
      case Decoded.Value<TimestampProof>(var read) ->
          check(
              read,
              statement,
              trust,
              Instant.ofEpochSecond(
                  Math.floorDiv(now, 1_000_000_000L), Math.floorMod(now, 1_000_000_000L)));
    };
  }

  private static TimestampVerdict check(
      TimestampProof proof, byte[] statement, TimestampTrust trust, Instant now) {
    List<Step> steps = new ArrayList<>();
    Optional<TimestampVerdict> fault = steps(proof, statement, steps);
    if (fault.isPresent()) {
      return fault.get();
    }
    var judge = new TokenJudge(proof, steps.stream().map(Step::token).toList(), trust);
    for (Step step : steps) {
      Optional<TimestampVerdict> wrong = wrongImprint(step);
      if (wrong.isPresent()) {
        return wrong.get();
      }
    }
    // With segments the first step is the plain token, which no renewal carries on.
    List<Step> carried = proof.segments().isEmpty() ? steps : steps.subList(1, steps.size());
    if (carried.size() < steps.size()
        && judge.signedBy(steps.getFirst().where, steps.getFirst().token)
            instanceof TokenJudge.Signed.Not(var verdict)) {
      return verdict;
    }
    for (int i = 0; i < carried.size(); i++) {
      Step step = carried.get(i);
      boolean isLast = i == carried.size() - 1;
      Instant seen = isLast ? now : carried.get(i + 1).token.info().time();
      Optional<TimestampVerdict> wrong = outOfOrder(step.where, step.token.info(), seen, isLast);
      if (wrong.isEmpty()) {
        wrong = judge.fault(step.where, step.token, seen);
      }
      if (wrong.isPresent()) {
        return wrong.get();
      }
    }
    return proven(carried, judge);
  }

  private static Proven proven(List<Step> carried, TokenJudge judge) {
    TimeInfo info = carried.getFirst().token.info();
    return new Proven(
        info.timeNs(),
        info.accuracyNs(),
        judge.authority(),
        info.policy(),
        hex(info.serial()),
        carried.size() - 1,
        judge.trusted(),
        judge.revocation(),
        judge.notes());
  }

  private static String hex(BigInteger serial) {
    return serial.toString(16);
  }

  /** All tokens in the order they were made; or why the proof's parts do not belong together. */
  private static Optional<TimestampVerdict> steps(
      TimestampProof proof, byte[] statement, List<Step> into) {
    switch (Token.decode(proof.token().bytes())) {
      case Decoded.Refused<Token>(var refusal) -> {
        return Optional.of(
            new Unproven(Reason.MALFORMED, "the time-stamp cannot be read: " + refusal));
      }
      case Decoded.Value<Token>(var token) -> {
        Optional<TimestampVerdict> weak = weak("time-stamp", token);
        if (weak.isPresent()) {
          return weak;
        }
        into.add(new Step("time-stamp", token, Encoded.of(digestOf(token).digest(statement))));
      }
    }
    if (proof.record().isEmpty()) {
      return Optional.empty();
    }
    return switch (EvidenceRecord.decode(proof.record().get().bytes())) {
      case Decoded.Refused<EvidenceRecord>(var refusal) ->
          Optional.of(new Unproven(Reason.MALFORMED, "the renewals cannot be read: " + refusal));
      case Decoded.Value<EvidenceRecord>(var record) -> {
        if (proof.segments().isEmpty()) {
          Step plain = into.removeFirst();
          if (!record.chains().getFirst().getFirst().token().der().equals(plain.token.der())) {
            yield Optional.of(
                new Contradicted("renewals", "they are about another time-stamp than this one"));
          }
        }
        yield stepsOf(record, TimestampProof.data(statement, proof.segments()), into);
      }
    };
  }

  private static Optional<TimestampVerdict> stepsOf(
      EvidenceRecord record, List<byte[]> data, List<Step> into) {
    int renewal = 0;
    for (int c = 0; c < record.chains().size(); c++) {
      List<ArchiveTimestamp> chain = record.chains().get(c);
      for (int i = 0; i < chain.size(); i++) {
        ArchiveTimestamp each = chain.get(i);
        String where = renewal == 0 ? "time-stamp" : "renewal " + renewal;
        renewal++;
        Optional<TimestampVerdict> wrong = weak(where, each.token());
        if (wrong.isEmpty()) {
          wrong = otherDigest(where, each, chain.getFirst());
        }
        if (wrong.isPresent()) {
          return wrong;
        }
        DigestAlgorithm digest = digestOf(each.token());
        List<byte[]> hashes =
            i == 0
                ? record.hashes(data, c, digest)
                : List.of(EvidenceRecord.hashOf(chain.get(i - 1).token(), digest));
        if (!isGroup(each, hashes)) {
          return Optional.of(
              new Contradicted(where, "its hash tree is not that of the data it is stored with"));
        }
        into.add(new Step(where, each.token(), Encoded.of(EvidenceRecord.root(hashes, digest))));
      }
    }
    return Optional.empty();
  }

  /** RFC 4998 §4.3 step 1: all hashes of the group are listed, and only those. */
  private static boolean isGroup(ArchiveTimestamp timestamp, List<byte[]> hashes) {
    List<byte[]> expected =
        hashes.size() == 1 ? List.of() : hashes.stream().map(DerWriter::octets).toList();
    if (timestamp.group().size() != expected.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!Arrays.equals(timestamp.group().get(i).bytes(), expected.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Optional<TimestampVerdict> weak(String where, Token token) {
    String oid = token.info().imprintOid();
    return DigestAlgorithm.of(oid).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Unproven(
                Reason.WEAK, where + ": it is about a digest by " + SignatureScheme.nameOf(oid)));
  }

  /** RFC 4998 §5.1: one chain, one digest, which is the tokens'. */
  private static Optional<TimestampVerdict> otherDigest(
      String where, ArchiveTimestamp timestamp, ArchiveTimestamp first) {
    String oid = timestamp.token().info().imprintOid();
    return oid.equals(first.token().info().imprintOid())
            && oid.equals(timestamp.digestOid().orElse(oid))
        ? Optional.empty()
        : Optional.of(
            new Contradicted(where, "it uses another digest than the chain it stands in"));
  }

  private static Optional<TimestampVerdict> wrongImprint(Step step) {
    if (Arrays.equals(step.token.info().imprintBytes(), step.imprint.bytes())) {
      return Optional.empty();
    }
    return Optional.of(
        new Contradicted(
            step.where,
            step.where.equals("time-stamp")
                ? "it is about other bytes than the statement"
                : "it is about something else than what it should renew"));
  }

  private static Optional<TimestampVerdict> outOfOrder(
      String where, TimeInfo info, Instant seen, boolean isLast) {
    Instant earliest = info.time().minusNanos(info.accuracyNs().orElse(0));
    if (!earliest.isAfter(seen)) {
      return Optional.empty();
    }
    return Optional.of(
        isLast
            ? new Unproven(
                Reason.FUTURE, where + ": it states " + info.time() + ", and now it is " + seen)
            : new Contradicted(
                where, "it states " + info.time() + ", and was renewed before, at " + seen));
  }

  private static DigestAlgorithm digestOf(Token token) {
    return DigestAlgorithm.of(token.info().imprintOid()).orElseThrow();
  }
}
