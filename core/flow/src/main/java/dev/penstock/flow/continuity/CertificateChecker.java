package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseVerdict;
import dev.penstock.cbor.cose.CoseVerifier;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.flow.continuity.CertificateVerdict.ChainWord;
import dev.penstock.flow.continuity.CertificateVerdict.Confirmed;
import dev.penstock.flow.continuity.CertificateVerdict.Contradicted;
import dev.penstock.flow.continuity.CertificateVerdict.Unproven;
import dev.penstock.flow.continuity.CertificateVerdict.Where;
import dev.penstock.flow.continuity.Stretch.Why;
import dev.penstock.merkle.note.PolicyCheck;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.signature.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a continuity certificate alone, without the gateway or the network: signature, log, chains
 * and records, and then whether what is stated is exactly what those records say. Never throws for
 * anything a certificate says. Safe for use by several threads if its {@link Signatures} are.
 */
public final class CertificateChecker {
  private final Signatures signatures;
  private final CertificateTrust trust;
  private final PolicyChecker policy;

  public CertificateChecker(Signatures signatures, CertificateTrust trust) {
    this.signatures = signatures;
    this.trust = trust;
    this.policy = new PolicyChecker(signatures, trust.log());
  }

  /** Checks bytes from outside. */
  public CertificateVerdict check(byte[] bytes) {
    return switch (Certificate.decode(bytes)) {
      case Decoded.Value<Certificate.Received>(var received) -> check(received);
      case Decoded.Refused<Certificate.Received>(var refusal) ->
          new Unproven(CertificateVerdict.Why.MALFORMED, refusal.toString());
    };
  }

  private CertificateVerdict check(Certificate.Received received) {
    Certificate certificate = received.certificate();
    var gateway = trust.gatewayOf(received.kid());
    if (gateway.isEmpty()) {
      return new Unproven(
          CertificateVerdict.Why.SIGNER_UNKNOWN, "key " + received.kid() + " is not admitted");
    }
    // The signature first: nothing a certificate says is worth a word before.
    var verifier = new CoseVerifier(signatures, gateway.get().key());
    if (received.verify(verifier) != CoseVerdict.VERIFIED) {
      return new Contradicted(Where.SIGNATURE, "the certificate is not signed by its key");
    }
    if (!gateway.get().origin().equals(certificate.gateway())) {
      return new Contradicted(
          Where.SIGNATURE, "signed by the key of gateway " + gateway.get().origin());
    }
    PolicyCheck head = policy.check(certificate.checkpoint());
    return switch (head) {
      case PolicyCheck.Satisfied satisfied -> check(certificate, satisfied);
      case PolicyCheck.Forged(var key) ->
          new Contradicted(Where.CHECKPOINT, "a signature is not of its key " + key);
      case PolicyCheck.NotACheckpoint _, PolicyCheck.LogUnknown _, PolicyCheck.QuorumMissed _ ->
          new Unproven(CertificateVerdict.Why.CHECKPOINT_REFUSED, head.toString());
    };
  }

  private CertificateVerdict check(Certificate certificate, PolicyCheck.Satisfied head) {
    if (!head.checkpoint().origin().equals(certificate.log())) {
      return new Contradicted(
          Where.CHECKPOINT, "the head is that of log " + head.checkpoint().origin());
    }
    ContinuityReport stated = certificate.report();
    var builder = new ReportBuilder(stated.source(), stated.from(), stated.to());
    var check = new ChainCheck(signatures, policy, trust.blocks(), certificate.checkpoint());
    var words = new ArrayList<ChainWord>();
    boolean hasRoll = false;
    for (ChainShown shown : certificate.chains()) {
      Optional<ChainCheck.Held> held = check.check(shown);
      if (held.isEmpty()) {
        return check.fault().orElseThrow();
      }
      ChainWord word = held.get().word();
      if (words.stream().anyMatch(other -> other.chain().equals(word.chain()))) {
        return new Contradicted(Where.CHAIN, "chain " + word.chain() + " is shown twice");
      }
      words.add(word);
      // A device's own chain shows that it is unbroken; what the gateway heard is in its own.
      if (word.origin().equals(certificate.gateway())) {
        List<LedgerRecord> records = held.get().records();
        boolean isRoll = records.stream().anyMatch(CertificateChecker::isRollCall);
        if (isRoll && hasRoll) {
          return new Unproven(
              CertificateVerdict.Why.TWO_ROLLS, "two chains hold roll-calls of this gateway");
        }
        hasRoll |= isRoll;
        records.forEach(builder::take);
      }
    }
    return compare(stated, builder.report()).orElseGet(() -> confirmed(certificate, head, words));
  }

  private static boolean isRollCall(LedgerRecord record) {
    return record.kind() == RecordKind.ROLL_CALL;
  }

  /** Empty when what is stated is exactly what the records say. */
  private static Optional<CertificateVerdict> compare(
      ContinuityReport stated, ContinuityReport shown) {
    if (stated.to() != shown.to()) {
      return contradicted(Where.STRETCH, "more stretches than a report can have");
    }
    int count = Math.max(stated.stretches().size(), shown.stretches().size());
    for (int i = 0; i < count; i++) {
      if (i >= stated.stretches().size()) {
        return contradicted(Where.STRETCH, "missing: " + PlainWords.of(shown.stretches().get(i)));
      }
      Stretch one = stated.stretches().get(i);
      if (i >= shown.stretches().size() || !one.equals(shown.stretches().get(i))) {
        return Optional.of(verdictOn(one, shown.stretches()));
      }
    }
    return compareFindings(stated, shown);
  }

  /** A stretch that the records do not give as it is stated. */
  private static CertificateVerdict verdictOn(Stretch stated, List<Stretch> shown) {
    boolean isInAHole =
        shown.stream()
            .anyMatch(one ->
                one instanceof Stretch.Unknown(var from, var to, Why.NotStated())
                    && from < stated.to()
                    && to > stated.from());
    boolean isClaim = !(stated instanceof Stretch.Unknown(var _, var _, Why.NotStated()));
    String words = PlainWords.of(stated);
    return isInAHole && isClaim
        ? new Unproven(CertificateVerdict.Why.STRETCH_NOT_SHOWN, words)
        : new Contradicted(Where.STRETCH, words);
  }

  private static Optional<CertificateVerdict> compareFindings(
      ContinuityReport stated, ContinuityReport shown) {
    for (ContinuityFinding finding : shown.findings()) {
      if (!stated.findings().contains(finding)) {
        return contradicted(Where.FINDING, "left out: " + PlainWords.of(finding));
      }
    }
    for (ContinuityFinding finding : stated.findings()) {
      if (!shown.findings().contains(finding)) {
        return Optional.of(
            new Unproven(CertificateVerdict.Why.FINDING_NOT_SHOWN, PlainWords.of(finding)));
      }
    }
    boolean isSame =
        stated.findings().equals(shown.findings())
            && stated.findingsLeftOut() == shown.findingsLeftOut();
    return isSame
        ? Optional.empty()
        : contradicted(Where.FINDING, "the findings are listed in another order or number");
  }

  private static Optional<CertificateVerdict> contradicted(Where where, String what) {
    return Optional.of(new Contradicted(where, what));
  }

  private static Confirmed confirmed(
      Certificate certificate, PolicyCheck.Satisfied head, List<ChainWord> words) {
    List<String> witnesses =
        head.cosigned().stream().map(one -> one.witness().name()).distinct().toList();
    var rests = new ArrayList<String>();
    rests.add(certificate.scope().sentence());
    rests.add(
        "The counts, the way the records came and the name of the source are the gateway's word,"
            + " the counts sealed when they were made.");
    boolean areAllShown =
        words.stream()
            .filter(word -> word.origin().equals(certificate.gateway()))
            .allMatch(ChainWord::areAllRecordsShown);
    rests.add(
        areAllShown
            ? "That no other chain or later block has a finding about this source is not shown."
            : "That these blocks have no other finding about this source is not shown: not all"
                + " of their records are here.");
    if (witnesses.isEmpty()) {
      rests.add("No witness cosigned the log's head: it rests on the log's own key alone.");
    }
    return new Confirmed(certificate, head.checkpoint(), words, witnesses, rests);
  }
}
