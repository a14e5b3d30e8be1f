package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.ProofMaker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.mirror.MirrorOutcome.Reason;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.PolicyCheck;
import dev.penstock.merkle.note.PolicyChecker;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.tile.TileHashReader;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.HeadComparison;
import dev.penstock.merkle.witness.HeadConflict;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Decides which heads a copy may move to. Before a head is known to follow the one held, nothing of
 * its tree goes into the copy.
 */
final class HeadGate {
  private final Signatures signatures;
  private final TrustPolicy policy;
  private final PolicyChecker checker;

  HeadGate(Signatures signatures, TrustPolicy policy) {
    this.signatures = signatures;
    this.policy = policy;
    this.checker = new PolicyChecker(signatures, policy);
  }

  /**
   * A head with the note that a log of the policy signed.
   *
   * @param isSatisfying whether the policy's quorum cosigned it too
   */
  record Signed(Checkpoint head, Note note, boolean isSatisfying) {}

  /** The head that the copy stands at; it was judged when it was taken. */
  Signed held(byte[] bytes) throws RefusedException {
    return signed(bytes, Reason.COPY_DAMAGED, Reason.NOT_TRUSTED, "the copy's checkpoint");
  }

  /** The head that the source shows. */
  Signed offered(byte[] bytes) throws RefusedException {
    return signed(bytes, Reason.NOT_A_CHECKPOINT, Reason.NOT_TRUSTED, "the source's checkpoint");
  }

  private Signed signed(byte[] bytes, Reason malformed, Reason untrusted, String whose)
      throws RefusedException {
    Note note =
        switch (Note.decode(bytes)) {
          case Decoded.Value<Note>(var value) -> value;
          case Decoded.Malformed<Note>(var why) ->
              throw new RefusedException(malformed, whose + " cannot be read: " + why);
        };
    return switch (checker.check(note)) {
      case PolicyCheck.Satisfied satisfied -> new Signed(satisfied.checkpoint(), note, true);
      case PolicyCheck.QuorumMissed missed -> new Signed(missed.checkpoint(), note, false);
      case PolicyCheck.NotACheckpoint(var why) ->
          throw new RefusedException(malformed, whose + " is none: " + why);
      case PolicyCheck.LogUnknown(var origin) ->
          throw new RefusedException(
              untrusted,
              whose
                  + " is of the log "
                  + origin
                  + " and not signed by a key that the policy lists"
                  + " for it; after a rotation of the log's key, list the new one too");
      case PolicyCheck.Forged(var key) ->
          throw new RefusedException(untrusted, whose + " bears a bad signature of " + key);
    };
  }

  void requireQuorum(Signed offered) throws RefusedException {
    if (!offered.isSatisfying()) {
      throw new RefusedException(
          Reason.NOT_TRUSTED,
          "the source's checkpoint of size "
              + offered.head().size()
              + " has not the cosignatures that the policy asks for (quorum "
              + policy.quorum()
              + ")");
    }
  }

  /**
   * What can be told of a head that is not larger than the one held, from the notes and the tiles
   * of the copy alone; empty where the two agree.
   */
  Optional<HeadConflict> notLarger(Signed held, Signed offered, MirrorTarget target)
      throws IOException {
    HeadChecker heads = heads(held.head().origin());
    long size = offered.head().size();
    if (size == held.head().size() || size == 0) {
      return conflict(heads.compare(held.note(), offered.note()));
    }
    var reader = new TileHashReader(new HeldTiles(target), held.head().size());
    var maker = new ProofMaker(new TreeHasher(), reader);
    return conflict(
        heads.compare(held.note(), offered.note(), beginning(maker, size, held.head().size())));
  }

  /** The same of a larger head, whose tiles were verified against its root. */
  Optional<HeadConflict> larger(Signed held, Signed offered, VerifiedTiles tiles)
      throws IOException {
    if (held.head().size() == 0) {
      return Optional.empty();
    }
    var maker = new ProofMaker(new TreeHasher(), tiles);
    if (maker.root(held.head().size()).equals(held.head().root())) {
      return Optional.empty();
    }
    var beginning = beginning(maker, held.head().size(), offered.head().size());
    return conflict(heads(held.head().origin()).compare(held.note(), offered.note(), beginning));
  }

  private static HeadConflict.Beginning beginning(ProofMaker maker, long size, long of)
      throws IOException {
    return new HeadConflict.Beginning(maker.root(size), maker.consistency(size, of).path());
  }

  private HeadChecker heads(String origin) {
    List<NoteKey> keys =
        policy.logs().stream()
            .map(TrustPolicy.Log::key)
            .filter(key -> key.name().equals(origin))
            .toList();
    return new HeadChecker(origin, signatures, keys);
  }

  private static Optional<HeadConflict> conflict(HeadComparison comparison)
      throws RefusedException {
    return switch (comparison) {
      case HeadComparison.Contradictory(var conflict) -> Optional.of(conflict);
      case HeadComparison.Consistent _ -> Optional.empty();
      case HeadComparison.Undecided(var why) ->
          throw new RefusedException(
              Reason.COPY_DAMAGED, "the tiles of the copy do not fit its checkpoint: " + why);
      case HeadComparison.NotComparable(var why) ->
          throw new RefusedException(
              Reason.NOT_TRUSTED, "the two heads cannot be compared: " + why);
    };
  }
}
