package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.bundle.Claim.State;
import dev.penstock.evm.ChainAnchorChecker;
import dev.penstock.evm.ChainAnchorVerdict;
import dev.penstock.timestamp.TimestampChecker;
import dev.penstock.timestamp.TimestampVerdict;
import java.time.Instant;
import java.util.Optional;

/** Says what the proof of somebody outside is worth, by the auditor's own trust. */
final class AnchorJudge {
  private static final long NANOS = 1_000_000_000L;

  private final BundleTrust trust;
  private final long latest;

  /**
   * @param latest ns since 1970: what lies behind it has not come yet
   */
  AnchorJudge(BundleTrust trust, long latest) {
    this.trust = trust;
    this.latest = latest;
  }

  /**
   * Judges one proof.
   *
   * @param statement the text of the head it is about
   */
  Word judge(AnchorPart part, byte[] statement, String where) {
    byte[] proof = part.proof().bytes();
    return switch (part.kind()) {
      case RFC3161 ->
          stamped(part, TimestampChecker.check(proof, statement, trust.stamps(), latest), where);
      case EVM -> {
        Instant now = Instant.ofEpochSecond(latest / NANOS, latest % NANOS);
        yield chained(part, ChainAnchorChecker.check(proof, statement, trust.chains(), now), where);
      }
    };
  }

  private static Word stamped(AnchorPart part, TimestampVerdict verdict, String where) {
    return switch (verdict) {
      case TimestampVerdict.Proven proven ->
          new Word(
              Requirement.Kind.RFC3161,
              proven.authority(),
              proven.trusted().getFirst(),
              part.head(),
              latestOf(proven),
              Optional.empty(),
              "Head " + part.head() + " " + proven.text() + ".");
      case TimestampVerdict.Contradicted(var place, var what) ->
          bad(
              Requirement.Kind.RFC3161,
              part,
              Fault.wrong(
                  Reason.ANCHOR_WRONG, where, "The time-stamp, " + place + ": " + what + "."));
      case TimestampVerdict.Unproven(var why, var what) ->
          bad(
              Requirement.Kind.RFC3161,
              part,
              new Fault(
                  why == TimestampVerdict.Reason.FUTURE ? State.CONTRADICTED : State.UNPROVEN,
                  reason(why),
                  where,
                  "The time-stamp of " + part.name() + ": " + what + "."));
    };
  }

  /** Not later than the authority's time and as much as that may be off. */
  private static long latestOf(TimestampVerdict.Proven proven) {
    // An accuracy may be decades, and a time near the end of what can be counted.
    return proven.at() + Math.min(Long.MAX_VALUE - proven.at(), proven.accuracyNs().orElse(0));
  }

  private static Reason reason(TimestampVerdict.Reason why) {
    return switch (why) {
      case MALFORMED, WRONG_PURPOSE -> Reason.ANCHOR_WRONG;
      case UNTRUSTED -> Reason.ANCHOR_UNKNOWN;
      case EXPIRED, NOT_VALID_THEN -> Reason.ANCHOR_EXPIRED;
      case REVOKED -> Reason.ANCHOR_REVOKED;
      case FUTURE -> Reason.FUTURE;
      case WEAK -> Reason.ANCHOR_WEAK;
      case POLICY -> Reason.ANCHOR_POLICY;
    };
  }

  private static Word chained(AnchorPart part, ChainAnchorVerdict verdict, String where) {
    return switch (verdict) {
      case ChainAnchorVerdict.Proven proven ->
          new Word(
              Requirement.Kind.EVM,
              "chain " + proven.block().chainId(),
              "chain " + proven.block().chainId(),
              part.head(),
              Math.multiplyExact(proven.time().getEpochSecond(), NANOS),
              Optional.empty(),
              "Head "
                  + part.head()
                  + " is named in "
                  + proven.block()
                  + ", made at "
                  + proven.time()
                  + "; you trust "
                  + proven.trusted()
                  + ".");
      case ChainAnchorVerdict.Contradicted(var place, var what) ->
          bad(
              Requirement.Kind.EVM,
              part,
              Fault.wrong(
                  place == ChainAnchorVerdict.Part.TIME ? Reason.FUTURE : Reason.ANCHOR_WRONG,
                  where,
                  "The anchor in a chain: " + what + "."));
      case ChainAnchorVerdict.Unproven(var _, var what, var lookUp) ->
          bad(
              Requirement.Kind.EVM,
              part,
              Fault.unproven(
                  Reason.ANCHOR_UNKNOWN,
                  where,
                  "The anchor "
                      + part.name()
                      + ": "
                      + what
                      + lookUp.map(block -> "; look up " + block).orElse("")
                      + "."));
    };
  }

  private static Word bad(Requirement.Kind kind, AnchorPart part, Fault fault) {
    return new Word(
        kind, part.name(), part.name(), part.head(), 0, Optional.of(fault), fault.words());
  }
}
