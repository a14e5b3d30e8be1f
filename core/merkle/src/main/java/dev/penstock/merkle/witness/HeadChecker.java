package dev.penstock.merkle.witness;

import dev.penstock.merkle.ConsistencyProof;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.signature.Signatures;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Judges heads that one log is said to have signed, by its keys alone. A log's key signs its text,
 * so nobody but the holder of the key can make what is called contradictory here. Safe for use by
 * several threads.
 */
public final class HeadChecker {
  private final String origin;
  private final NoteVerifier verifier;

  /** What a note is worth as a head of the log. */
  public sealed interface Reading {
    /** The log signed it. */
    record Signed(Checkpoint head, Note note) implements Reading {}

    /** It did not, as far as can be seen here. */
    record Unusable(String why) implements Reading {}
  }

  /** Knows the log of this origin by these keys; those of another name do not count. */
  public HeadChecker(String origin, Signatures signatures, Collection<NoteKey> logKeys) {
    this.origin = origin;
    List<NoteKey> own = logKeys.stream().filter(key -> key.name().equals(origin)).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException("no key of " + origin + " among " + logKeys);
    }
    this.verifier = new NoteVerifier(signatures, own);
  }

  public String origin() {
    return origin;
  }

  /** Reads bytes that came from anywhere. */
  public Reading read(byte[] note) {
    return switch (note.length > AddCheckpoint.NOTE_BYTES_MAX
        ? new Decoded.Malformed<Note>(tooLong(note.length))
        : Note.decode(note)) {
      case Decoded.Malformed<Note>(var why) -> new Reading.Unusable(why);
      case Decoded.Value<Note>(var value) -> signed(value);
    };
  }

  /** Whether this note is a head that the log signed. */
  public Reading read(Note note) {
    int length = note.encode().length;
    return length > AddCheckpoint.NOTE_BYTES_MAX
        ? new Reading.Unusable(tooLong(length))
        : signed(note);
  }

  private static String tooLong(int length) {
    return "note has " + length + " bytes, at most " + AddCheckpoint.NOTE_BYTES_MAX;
  }

  private Reading signed(Note note) {
    if (!(Checkpoint.decode(note.text()) instanceof Decoded.Value<Checkpoint>(var head))) {
      return new Reading.Unusable("the note is no checkpoint");
    }
    if (!head.origin().equals(origin)) {
      return new Reading.Unusable("the head is of " + head.origin() + ", not of " + origin);
    }
    return switch (verifier.check(note)) {
      case NoteCheck.Verified _ -> new Reading.Signed(head, note);
      case NoteCheck.Forged(var key) -> new Reading.Unusable("bad signature of " + key);
      case NoteCheck.Unknown() -> new Reading.Unusable("no key of " + origin + " signed the head");
    };
  }

  /** What the two notes alone show; the one known first comes first. */
  public HeadComparison compare(Note one, Note other) {
    return compare(one, other, Optional.empty());
  }

  /** The same with a proof of how the larger tree begins, which may come from anybody. */
  public HeadComparison compare(Note one, Note other, HeadConflict.Beginning beginning) {
    return compare(one, other, Optional.of(beginning));
  }

  /** Checks a conflict that came from outside: its signatures, and what it is said to show. */
  public HeadComparison check(HeadConflict conflict) {
    return compare(conflict.smaller(), conflict.larger(), conflict.beginning());
  }

  private HeadComparison compare(Note one, Note other, Optional<HeadConflict.Beginning> beginning) {
    Reading first = read(one);
    Reading second = read(other);
    if (first instanceof Reading.Unusable(var why)) {
      return new HeadComparison.NotComparable("first head: " + why);
    }
    if (second instanceof Reading.Unusable(var why)) {
      return new HeadComparison.NotComparable("second head: " + why);
    }
    if (!(first instanceof Reading.Signed(var a, var _))
        || !(second instanceof Reading.Signed(var b, var _))) {
      throw new IllegalStateException("a head is neither signed nor unusable");
    }
    if (a.size() == b.size()) {
      return sameSize(a, one, b, other);
    }
    return a.size() < b.size()
        ? grown(a, one, b, other, beginning)
        : grown(b, other, a, one, beginning);
  }

  private HeadComparison sameSize(Checkpoint a, Note one, Checkpoint b, Note other) {
    return a.root().equals(b.root())
        ? new HeadComparison.Consistent("both heads have size " + a.size() + " and the same root")
        : new HeadComparison.Contradictory(
            new HeadConflict(HeadConflict.Kind.SPLIT_VIEW, origin, one, other, Optional.empty()));
  }

  private HeadComparison grown(
      Checkpoint small,
      Note smaller,
      Checkpoint large,
      Note larger,
      Optional<HeadConflict.Beginning> beginning) {
    if (small.size() == 0) {
      return new HeadComparison.Consistent("every log begins with the empty one");
    }
    String sizes = "sizes " + small.size() + " and " + large.size();
    if (beginning.isEmpty()) {
      return new HeadComparison.Undecided(
          "heads of " + sizes + ": only a consistency proof can tell whether the log only grew");
    }
    Digest root = beginning.get().root();
    if (!leads(small.size(), large, beginning.get().path(), root)) {
      return new HeadComparison.Undecided(
          "heads of " + sizes + ", and a proof that does not lead to the larger one");
    }
    return root.equals(small.root())
        ? new HeadComparison.Consistent(
            "the head of the larger of " + sizes + " begins with the other")
        : new HeadComparison.Contradictory(
            new HeadConflict(HeadConflict.Kind.REWRITE, origin, smaller, larger, beginning));
  }

  private static boolean leads(long size, Checkpoint large, HashPath path, Digest root) {
    var proof = new ConsistencyProof(size, large.size(), path);
    return new ProofChecker(new TreeHasher()).consistency(proof, root, large.root())
        instanceof ProofCheck.Verified;
  }
}
