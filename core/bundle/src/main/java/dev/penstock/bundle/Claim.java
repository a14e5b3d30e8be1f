package dev.penstock.bundle;

import java.util.List;
import java.util.Optional;

/**
 * One thing that was checked, and what came of it.
 *
 * @param reason why it is not {@link State#VERIFIED}
 * @param where the part of the bundle that it is about; empty when it is about the whole
 * @param words a sentence for a person
 * @param details what a person may want to know beside it, a line each
 */
public record Claim(
    ClaimCode code,
    State state,
    Optional<Reason> reason,
    String where,
    String words,
    List<String> details) {
  /** What came of a check. */
  public enum State {
    /** It was shown, by evidence. */
    VERIFIED,
    /** Something is not true. */
    CONTRADICTED,
    /** Nothing is shown to be wrong, and it is not shown to be right. */
    UNPROVEN,
    /** There is nothing to check. */
    ABSENT
  }

  /** Why a claim does not hold. */
  public enum Reason {
    NOT_ZIP,
    ZIP_FORM,
    ZIP_NAME,
    ZIP_CRC,
    TOO_LARGE,
    TRUNCATED,
    MALFORMED,
    OTHER_VERSION,
    OTHER_LOG,
    COUNTS_DIFFER,
    ORDER,
    LOG_UNKNOWN,
    FORGED,
    QUORUM_MISSED,
    NOT_GROWN,
    NOT_IN_LOG,
    KEY_UNKNOWN,
    SIGNATURE_WRONG,
    KEY_OF_OTHERS,
    RECORDS_DIFFER,
    RECORD_UNREADABLE,
    CHAIN_BROKEN,
    BLOCKS_MISSING,
    OTHER_SOURCE,
    NAME_UNPROVEN,
    OTHER_TIME,
    DEVICE_UNPROVEN,
    RECORDS_WITHHELD,
    NOTHING_SHOWN,
    NUMBER_TWICE,
    NO_ANCHOR,
    ANCHOR_UNKNOWN,
    ANCHOR_WRONG,
    ANCHOR_EXPIRED,
    ANCHOR_REVOKED,
    ANCHOR_WEAK,
    ANCHOR_POLICY,
    FUTURE,
    NO_CERTIFICATE,
    OTHER_SUBJECT,
    CERTIFICATE_WRONG,
    CERTIFICATE_UNPROVEN,
    NO_APPROVAL,
    APPROVAL_WRONG,
    APPROVAL_ATTESTED,
    APPROVAL_WORDLESS,
    PASSKEY_UNPROVEN,
    NOT_REACHED
  }

  public Claim {
    details = List.copyOf(details);
    if ((state == State.VERIFIED) == reason.isPresent()) {
      throw new IllegalArgumentException(code + " is " + state + " for the reason " + reason);
    }
  }

  static Claim verified(ClaimCode code, String words, List<String> details) {
    return new Claim(code, State.VERIFIED, Optional.empty(), "", words, details);
  }

  static Claim of(ClaimCode code, Fault fault) {
    return of(code, fault, List.of());
  }

  static Claim of(ClaimCode code, Fault fault, List<String> details) {
    return new Claim(
        code, fault.state(), Optional.of(fault.reason()), fault.where(), fault.words(), details);
  }

  /** A check that was not reached, because an earlier one found nothing to go on with. */
  static Claim notReached(ClaimCode code, ClaimCode because) {
    return new Claim(
        code,
        State.UNPROVEN,
        Optional.of(Reason.NOT_REACHED),
        "",
        "Not checked, because " + because + " does not hold.",
        List.of());
  }

  /** True when it was shown by evidence. */
  public boolean isVerified() {
    return state == State.VERIFIED;
  }
}
