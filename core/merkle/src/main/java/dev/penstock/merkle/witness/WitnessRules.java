package dev.penstock.merkle.witness;

import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.CosignedMessage;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteCheck.VerifiedSignature;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteKeyType;
import dev.penstock.merkle.note.NoteSignature;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.note.StrictText;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * By which rules a witness cosigns, C2SP tlog-witness. It knows each log it follows by its keys,
 * whose name is the log's origin, and says what to do with a request from the head it cosigned
 * last. Keeps nothing, so the caller must see to it that between a decision and what is kept of it
 * nobody else decides about the same log. Safe for use by several threads.
 */
public final class WitnessRules {
  /** Each log costs the witness a file of a few kilobytes. */
  public static final int LOGS_MAX = 1_024;

  /** A request that a log signed, or the reason why it goes no further. */
  public sealed interface Screening {
    /**
     * Signed by a log that is followed.
     *
     * @param verified the note with the log's good signatures and no others
     */
    record Passed(AddCheckpoint request, Checkpoint checkpoint, Note verified)
        implements Screening {}

    record Stopped(WitnessDecision.Refused refused) implements Screening {}
  }

  private record Followed(HeadChecker heads, NoteVerifier verifier) {}

  private final Map<String, Followed> logs = new LinkedHashMap<>();

  /** Follows the logs that have these keys. */
  public WitnessRules(Signatures signatures, Collection<NoteKey> logKeys) {
    Map<String, List<NoteKey>> byOrigin = new LinkedHashMap<>();
    for (NoteKey key : logKeys) {
      Optional<String> flaw = flaw(key);
      if (flaw.isPresent()) {
        throw new IllegalArgumentException(flaw.get());
      }
      byOrigin.computeIfAbsent(key.name(), _ -> new ArrayList<>()).add(key);
    }
    if (byOrigin.size() > LOGS_MAX) {
      throw new IllegalArgumentException(byOrigin.size() + " logs, at most " + LOGS_MAX);
    }
    byOrigin.forEach((origin, keys) ->
        logs.put(
            origin,
            new Followed(
                new HeadChecker(origin, signatures, keys), new NoteVerifier(signatures, keys))));
  }

  /** Why this can be no key of a log that is followed, or empty. */
  public static Optional<String> flaw(NoteKey key) {
    if (key.type() == NoteKeyType.COSIGNATURE_ED25519) {
      return Optional.of(
          key + " is the key of a cosigner (type 0x04); a log's own key has type 0x01 or 0x06");
    }
    int bytes = key.name().getBytes(StandardCharsets.UTF_8).length;
    return bytes > CosignedMessage.NAME_BYTES_MAX
        ? Optional.of("origin " + key.name() + " has " + bytes + " bytes, at most 255")
        : Optional.empty();
  }

  /**
   * Why the settings of a node cannot name this as the key of a neighbour's log, or empty. Whoever
   * witnesses itself proves nothing.
   *
   * @param ownOrigin the node's own log
   * @param own all public keys of the node, of whatever use
   */
  public static Optional<String> flaw(NoteKey key, String ownOrigin, Set<VerificationKey> own) {
    if (key.name().equals(ownOrigin)) {
      return Optional.of("key " + key + " is of this node's own log, which it cannot witness");
    }
    return own.contains(key.key())
        ? Optional.of("key " + key + " is one of this node's own, which no neighbour has")
        : flaw(key);
  }

  /** The origins of the logs that are followed. */
  public Set<String> origins() {
    return Set.copyOf(logs.keySet());
  }

  /** Reads a request and checks who signed it; the steps are in the order of the specification. */
  public Screening screen(byte[] body) {
    return switch (AddCheckpoint.decode(body)) {
      case Decoded.Malformed<AddCheckpoint>(var why) -> stopped(Refusal.MALFORMED, why);
      case Decoded.Value<AddCheckpoint>(var request) -> screen(request);
    };
  }

  private Screening screen(AddCheckpoint request) {
    Note note = request.checkpoint();
    String origin = note.text().substring(0, note.text().indexOf('\n'));
    Followed log = logs.get(origin);
    if (log == null) {
      return stopped(Refusal.ORIGIN_UNKNOWN, "this witness follows no log \"" + origin + "\"");
    }
    return switch (log.verifier().check(note)) {
      case NoteCheck.Unknown() ->
          stopped(Refusal.NOT_SIGNED, "no key that this witness knows of " + origin + " signed");
      case NoteCheck.Forged(var key) -> stopped(Refusal.NOT_SIGNED, "bad signature of " + key);
      case NoteCheck.Verified(var good) ->
          switch (Checkpoint.decode(note.text())) {
            case Decoded.Malformed<Checkpoint>(var why) ->
                isOfNoLeaves(note.text())
                    ? stopped(Refusal.INCONSISTENT, why)
                    : stopped(Refusal.MALFORMED, why);
            case Decoded.Value<Checkpoint>(var head) ->
                head.size() < request.oldSize()
                    ? stopped(
                        Refusal.MALFORMED,
                        "old size " + request.oldSize() + " is above the size " + head.size())
                    : new Screening.Passed(request, head, only(good, note));
          };
    };
  }

  /** A checkpoint that is malformed in nothing but the root of its empty tree. */
  private static boolean isOfNoLeaves(String text) {
    String[] lines = text.split("\n", 4);
    return lines.length == 4
        && lines[1].equals("0")
        && StrictText.base64(lines[2]).flatMap(Digest::decode).isPresent()
        && Checkpoint.decode(
                new Checkpoint(lines[0], 0, new TreeHasher().emptyRoot()).text() + lines[3])
            instanceof Decoded.Value<Checkpoint>;
  }

  private static Screening stopped(Refusal refusal, String why) {
    return new Screening.Stopped(new WitnessDecision.Refused(refusal, why, Optional.empty()));
  }

  /** The note without what strangers signed, and each key once. */
  private static Note only(List<VerifiedSignature> good, Note note) {
    List<NoteSignature> kept = new ArrayList<>();
    for (VerifiedSignature one : good) {
      NoteKey key = one.key();
      note.signatures().stream()
          .filter(line -> line.name().equals(key.name()) && line.keyId() == key.id())
          .findFirst()
          .ifPresent(kept::add);
    }
    return new Note(note.text(), kept);
  }

  /**
   * What to do with a request that passed.
   *
   * @param known the head of this log that was cosigned last
   */
  public WitnessDecision decide(Screening.Passed passed, Optional<WitnessedHead> known) {
    Checkpoint head = passed.checkpoint();
    AddCheckpoint request = passed.request();
    long knownSize = known.map(before -> before.checkpoint().size()).orElse(0L);
    Optional<HeadConflict> conflict = known.flatMap(before -> conflict(before, passed));
    if (request.oldSize() != knownSize) {
      return new WitnessDecision.OtherSize(knownSize, conflict);
    }
    if (conflict.isPresent()) {
      return inconsistent(
          "the log signed another root for size " + knownSize + ", which is cosigned", conflict);
    }
    if (knownSize == 0) {
      return request.proof().count() == 0
          ? new WitnessDecision.Cosign(head, passed.verified())
          : inconsistent("a proof from size 0 has no hashes", Optional.empty());
    }
    WitnessedHead before = known.orElseThrow();
    var proof = new ConsistencyProof(knownSize, head.size(), request.proof());
    ProofCheck check =
        new ProofChecker(new TreeHasher())
            .consistency(proof, before.checkpoint().root(), head.root());
    return switch (check) {
      case ProofCheck.Verified() -> new WitnessDecision.Cosign(head, passed.verified());
      case ProofCheck.Rejected(var flaw) ->
          inconsistent(
              "the proof from size " + knownSize + " to " + head.size() + ": " + flaw.text(),
              Optional.empty());
    };
  }

  private static WitnessDecision inconsistent(String why, Optional<HeadConflict> conflict) {
    return new WitnessDecision.Refused(Refusal.INCONSISTENT, why, conflict);
  }

  /** Two roots for one size, whatever the request starts at. */
  private Optional<HeadConflict> conflict(WitnessedHead known, Screening.Passed passed) {
    Followed log = logs.get(passed.checkpoint().origin());
    if (log == null || known.checkpoint().size() != passed.checkpoint().size()) {
      return Optional.empty();
    }
    if (known.checkpoint().root().equals(passed.checkpoint().root())) {
      return Optional.empty();
    }
    return log.heads().compare(known.note(), passed.verified())
            instanceof HeadComparison.Contradictory(var conflict)
        ? Optional.of(conflict)
        : Optional.empty();
  }
}
