package dev.penstock.bundle;

import dev.penstock.bundle.Claim.Reason;
import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.PolicyCheck;
import dev.penstock.merkle.note.PolicyChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks the heads of a bundle: who signed them, and that each grew out of the one before. */
final class HeadsCheck {
  private static final String WHERE = "heads.cbor";

  private final PolicyChecker policy;
  private final About about;
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private final List<Word> witnesses = new ArrayList<>();
  private Optional<Fault> fault = Optional.empty();
  private boolean isQuorate;

  HeadsCheck(PolicyChecker policy, About about) {
    this.policy = policy;
    this.about = about;
  }

  /** The checkpoints, or why they are none; asks nobody whom to trust. */
  static Reading<List<Checkpoint>> read(List<Head> heads, About about) {
    var read = new ArrayList<Checkpoint>();
    for (Head head : heads) {
      String where = at(read.size());
      Optional<Checkpoint> checkpoint =
          Note.decode(head.note().bytes())
              .toOptional()
              .flatMap(note -> Checkpoint.decode(note.text()).toOptional());
      if (checkpoint.isEmpty() || checkpoint.get().size() == 0) {
        return flawed(Reason.MALFORMED, where, "It is no checkpoint of a log with a leaf.");
      }
      if (!checkpoint.get().origin().equals(about.log())) {
        return flawed(
            Reason.OTHER_LOG,
            where,
            "It is the head of log " + checkpoint.get().origin() + ", not of " + about.log() + ".");
      }
      if (!read.isEmpty() && checkpoint.get().size() <= read.getLast().size()) {
        return flawed(Reason.ORDER, where, "The heads do not ascend by size.");
      }
      read.add(checkpoint.get());
    }
    return new Reading.Value<>(read);
  }

  private static Reading<List<Checkpoint>> flawed(Reason reason, String where, String words) {
    return new Reading.Flawed<>(Fault.wrong(reason, where, words));
  }

  private static String at(int number) {
    return WHERE + ", head " + number;
  }

  /** Checks the signatures under each head. */
  Claim signatures(List<Head> heads, long now) {
    for (int i = 0; i < heads.size(); i++) {
      if (Note.decode(heads.get(i).note().bytes()) instanceof Decoded.Value<Note>(var note)) {
        check(note, i, now);
      }
    }
    if (fault.isEmpty() && !isQuorate) {
      fault =
          Optional.of(
              Fault.unproven(
                  Reason.QUORUM_MISSED,
                  WHERE,
                  "The log signed, and not enough of the witnesses you ask for did."));
    }
    List<String> details = new ArrayList<>();
    checkpoints.forEach(one -> details.add("size " + one.size() + ", root " + one.root()));
    String words = checkpoints.size() == 1 ? "The head is" : "The heads are";
    return fault
        .map(found -> Claim.of(ClaimCode.HEADS, found, details))
        .orElseGet(() ->
            Claim.verified(
                ClaimCode.HEADS, words + " signed by log " + about.log() + ".", details));
  }

  private void check(Note note, int number, long now) {
    switch (policy.check(note)) {
      case PolicyCheck.Satisfied(var checkpoint, var _, var cosigned) -> {
        isQuorate = true;
        take(checkpoint, number, cosigned, now);
      }
      case PolicyCheck.QuorumMissed(var checkpoint, var _, var cosigned) ->
          take(checkpoint, number, cosigned, now);
      case PolicyCheck.Forged(var key) ->
          note(
              Fault.wrong(
                  Reason.FORGED, at(number), "A signature that names " + key + " is not its."));
      case PolicyCheck.LogUnknown(var origin) ->
          note(
              Fault.unproven(
                  Reason.LOG_UNKNOWN, at(number), "No admitted key of log " + origin + " signed."));
      case PolicyCheck.NotACheckpoint(var why) ->
          note(Fault.wrong(Reason.MALFORMED, at(number), why));
    }
  }

  private void note(Fault found) {
    fault = fault.or(() -> Optional.of(found));
  }

  private void take(
      Checkpoint checkpoint, int number, List<PolicyCheck.Cosigned> cosigned, long now) {
    checkpoints.add(checkpoint);
    for (PolicyCheck.Cosigned one : cosigned) {
      if (one.time() == 0) {
        continue;
      }
      long at = one.time() > Long.MAX_VALUE / NANOS ? Long.MAX_VALUE : one.time() * NANOS;
      String name = one.witness().name();
      Optional<Fault> late =
          at > now
              ? Optional.of(
                  Fault.wrong(
                      Reason.FUTURE,
                      at(number),
                      "Witness " + name + " signed at a time that has not come."))
              : Optional.empty();
      witnesses.add(
          new Word(
              Requirement.Kind.WITNESS,
              name,
              name,
              number,
              at,
              late,
              "Witness " + name + " saw head " + number + " at " + Times.text(at) + "."));
    }
  }

  private static final long NANOS = 1_000_000_000L;

  /** What witnesses of the auditor's say; after {@link #signatures}. */
  List<Word> witnesses() {
    return List.copyOf(witnesses);
  }

  /** Checks that each head grew out of the one before. */
  static Claim growth(List<Head> heads, List<Checkpoint> checkpoints) {
    var checker = new ProofChecker(new TreeHasher());
    for (int i = 1; i < checkpoints.size(); i++) {
      Checkpoint before = checkpoints.get(i - 1);
      Checkpoint after = checkpoints.get(i);
      var proof = new ConsistencyProof(before.size(), after.size(), heads.get(i).growth());
      if (checker.consistency(proof, before.root(), after.root())
          instanceof ProofCheck.Rejected(var flaw)) {
        return Claim.of(
            ClaimCode.GROWTH,
            Fault.wrong(
                Reason.NOT_GROWN,
                at(i),
                "It is not shown to have grown out of head " + (i - 1) + ": " + flaw.text() + "."));
      }
    }
    return Claim.verified(
        ClaimCode.GROWTH,
        checkpoints.size() == 1
            ? "There is one head, so nothing had to grow."
            : "Each of the " + checkpoints.size() + " heads grew out of the one before.",
        List.of());
  }
}
