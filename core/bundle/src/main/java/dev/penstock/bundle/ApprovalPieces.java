package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.evidence.approval.Agreed;
import dev.penstock.evidence.approval.PasskeyAdded;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Statement;
import dev.penstock.signature.Signatures;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The approvals of a bundle in the order of the log, and whose passkeys signed them. One thread.
 *
 * <p>Req: 62443-4-2 CR 2.12
 */
final class ApprovalPieces {
  /** More are in no bundle that was made to be read. */
  static final int COUNT_MAX = 20_000;

  /** So many are listed one by one. */
  static final int LINES_MAX = 1_000;

  private static final String APPROVED = "approval.approve";

  /**
   * One approval.
   *
   * @param key person and passkey; null where the node's word is all there is
   * @param isOwned an earlier record says that this person has this passkey
   */
  private record Line(String words, @Nullable String key, boolean isOwned) {
    String text() {
      return key == null || isOwned
          ? words + "."
          : words + "; no earlier record here says that the passkey is that person's.";
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** Person and passkey. */
  private final Set<String> owned = new HashSet<>();

  /** Approvals of which an access record tells, and no statement yet. */
  private final Set<String> said = new LinkedHashSet<>();

  /** Approvals of which a statement tells. */
  private final Set<String> stated = new HashSet<>();

  private Optional<Fault> fault = Optional.empty();
  private boolean isOverflown;

  /** Takes a statement that the gateway made, if it is about an approval or a passkey. */
  void take(Statement statement, String where, Signatures signatures) {
    if (PasskeyAdded.isOne(statement)) {
      PasskeyAdded.of(statement)
          .ifPresent(
              added -> put(owned, added.person() + " " + PasskeyAdded.digestOf(added.publicKey())));
    } else if (Agreed.isOne(statement)) {
      Optional<Agreed> agreed = Agreed.of(statement);
      if (agreed.isPresent()) {
        take(agreed.get(), where, signatures);
      } else {
        note(wrong(where, "The record of an approval has not the form of one."));
      }
    }
  }

  private void take(Agreed agreed, String where, Signatures signatures) {
    String approval = agreed.request().approval().toString();
    put(stated, approval);
    boolean _ = said.remove(approval);
    Optional<String> flaw = ApprovalCheck.flaw(agreed, signatures);
    if (flaw.isPresent()) {
      note(
          wrong(
              where,
              "Approval "
                  + approval
                  + " is not shown to be one by person "
                  + agreed.person()
                  + ": "
                  + flaw.get()
                  + "."));
      return;
    }
    Line line = line(agreed);
    if (lines.size() < COUNT_MAX) {
      lines.add(line);
    } else {
      isOverflown = true;
    }
  }

  private Line line(Agreed agreed) {
    Agreed.Request request = agreed.request();
    String head = "approval " + request.approval() + " of kind " + request.kind() + ": ";
    return switch (agreed.shown()) {
      case Agreed.Shown.Attested(var grade) ->
          new Line(
              head
                  + "the node says that person "
                  + agreed.person()
                  + " agreed to request "
                  + request.digest()
                  + ", by "
                  + grade,
              null,
              false);
      case Agreed.Shown.Signed signed -> {
        String passkey = PasskeyAdded.digestOf(signed.publicKey()).toString();
        String key = agreed.person() + " " + passkey;
        yield new Line(
            head
                + "person "
                + agreed.person()
                + " signed request "
                + request.digest()
                + (request.words().isPresent() ? ", which is here," : ", which is not here,")
                + " with passkey "
                + passkey,
            key,
            owned.contains(key));
      }
    };
  }

  /** Takes what the gateway wrote of somebody who did something. */
  void take(Access access) {
    if (access.action().equals(APPROVED)
        && access.outcome() == Access.Outcome.GRANTED
        && !stated.contains(access.object())) {
      put(said, access.object());
    }
  }

  private void put(Set<String> into, String one) {
    if (into.size() < COUNT_MAX) {
      boolean _ = into.add(one);
    } else {
      isOverflown |= !into.contains(one);
    }
  }

  private static Fault wrong(String where, String words) {
    return Fault.wrong(Reason.APPROVAL_WRONG, where, words);
  }

  private void note(Fault found) {
    fault = fault.or(() -> Optional.of(found));
  }

  /** Takes all of the next file. */
  void takeAll(ApprovalPieces next) {
    next.fault.ifPresent(this::note);
    isOverflown |= next.isOverflown;
    for (Line line : next.lines) {
      boolean isOwned = line.isOwned() || (line.key() != null && owned.contains(line.key()));
      if (lines.size() < COUNT_MAX) {
        lines.add(new Line(line.words(), line.key(), isOwned));
      } else {
        isOverflown = true;
      }
    }
    next.owned.forEach(key -> put(owned, key));
    boolean _ = said.removeAll(next.stated);
    next.stated.forEach(approval -> put(stated, approval));
    next.said.stream()
        .filter(approval -> !stated.contains(approval))
        .forEach(approval -> put(said, approval));
  }

  /** What can be said of them. */
  Claim claim() {
    List<String> details = details();
    if (fault.isPresent()) {
      return Claim.of(ClaimCode.APPROVALS, fault.get(), details);
    }
    long all = lines.size() + (long) said.size();
    if (all == 0) {
      return new Claim(
          ClaimCode.APPROVALS,
          Claim.State.ABSENT,
          Optional.of(Reason.NO_APPROVAL),
          "",
          "No approval is shown.",
          details);
    }
    if (isOverflown) {
      return unproven(Reason.TOO_LARGE, "More approvals are shown than can be counted.", details);
    }
    long strange = lines.stream().filter(line -> line.key() != null && !line.isOwned()).count();
    if (strange > 0) {
      return unproven(
          Reason.PASSKEY_UNPROVEN,
          "Of "
              + BundleChecker.counted(all, "approval")
              + ", "
              + strange
              + " signed by a passkey that no earlier record here gives to its person.",
          details);
    }
    long attested = said.size() + lines.stream().filter(line -> line.key() == null).count();
    if (attested > 0) {
      return unproven(
          Reason.APPROVAL_ATTESTED,
          "Of "
              + BundleChecker.counted(all, "approval")
              + ", "
              + attested
              + " on the word of the node alone.",
          details);
    }
    return Claim.verified(
        ClaimCode.APPROVALS,
        "Of "
            + BundleChecker.counted(all, "approval")
            + ", each is signed by a passkey that an earlier record gives to its person.",
        details);
  }

  private static Claim unproven(Reason reason, String words, List<String> details) {
    return Claim.of(ClaimCode.APPROVALS, Fault.unproven(reason, "blocks/", words), details);
  }

  private List<String> details() {
    var details = new ArrayList<String>();
    lines.stream().limit(LINES_MAX).map(Line::text).forEach(details::add);
    said.stream()
        .limit(LINES_MAX - (long) details.size())
        .map(one -> "approval " + one + ": the node says that somebody agreed, and kept no more.")
        .forEach(details::add);
    long more = lines.size() + (long) said.size() - details.size();
    if (more > 0) {
      details.add("and " + more + " more.");
    }
    return details;
  }
}
