package dev.penstock.flow.anchoring;

import dev.penstock.merkle.HashPath;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.witness.HeadChecker;
import dev.penstock.merkle.witness.HeadComparison;
import dev.penstock.merkle.witness.HeadConflict;
import java.io.IOException;
import java.util.Optional;

/**
 * Compares heads that are said to be of our own log and were seen elsewhere, with a witness or in a
 * neighbour's file, with what is on disk here. As safe for threads as the {@link Growth}.
 */
public final class CheckpointWatch {
  /** What a head that was seen elsewhere says about our log. */
  public sealed interface Seen {
    /** Our log had this very head. */
    record Agrees(Checkpoint theirs) implements Seen {}

    /**
     * Our log signed a head that is larger than our log: the folder was put back to an older state,
     * or somebody else has the key.
     *
     * @param ours the newest head known here
     * @param theirs the larger one
     */
    record Ahead(long size, Note ours, Note theirs) implements Seen {
      /** The same in words, for a person. */
      public String text() {
        return "A head of size "
            + size
            + " was seen elsewhere, signed by this log's own key, and this log has fewer entries."
            + " Its folder was put back to an older state, or somebody else has its key.";
      }
    }

    /**
     * Our log signed a head that it never had.
     *
     * @param ours the newest head known here
     * @param proof what shows it to others; empty when our newest signed head is smaller than
     *     theirs: then our files show it, and the two notes alone do not yet
     */
    record Contradicts(String text, Note ours, Note theirs, Optional<HeadConflict> proof)
        implements Seen {}

    /** It is no head that our log signed, so it says nothing about our log. */
    record Unusable(String why) implements Seen {}
  }

  private final HeadChecker log;
  private final Growth growth;

  /** Watches the log whose heads this checker knows. */
  public CheckpointWatch(HeadChecker log, Growth growth) {
    this.log = log;
    this.growth = growth;
  }

  /**
   * Compares.
   *
   * @param ours the newest head that was published here
   * @param seen bytes from anywhere
   */
  public Seen compare(AnchorHead ours, byte[] seen) throws IOException {
    return switch (log.read(seen)) {
      case HeadChecker.Reading.Unusable(var why) -> new Seen.Unusable(why);
      case HeadChecker.Reading.Signed(var head, var note) -> compare(ours, head, note);
    };
  }

  private Seen compare(AnchorHead ours, Checkpoint theirs, Note note) throws IOException {
    if (log.read(ours.note()) instanceof HeadChecker.Reading.Unusable(var why)) {
      throw new IllegalArgumentException("our own head is none: " + why);
    }
    if (theirs.size() > growth.size()) {
      return new Seen.Ahead(theirs.size(), ours.note(), note);
    }
    return growth.root(theirs.size()).equals(theirs.root())
        ? new Seen.Agrees(theirs)
        : contradicts(ours, theirs, note);
  }

  private Seen contradicts(AnchorHead ours, Checkpoint theirs, Note note) throws IOException {
    Optional<HeadConflict> proof =
        proof(ours, theirs, note) instanceof HeadComparison.Contradictory(var conflict)
            ? Optional.of(conflict)
            : Optional.empty();
    String text =
        proof
            .map(HeadConflict::text)
            .orElse(
                "A head of size "
                    + theirs.size()
                    + " was seen elsewhere, signed by this log's own key, and this log never had"
                    + " its root. Somebody else has its key, or its files were changed. The next"
                    + " head that is signed here will prove it to others.");
    return new Seen.Contradicts(text, ours.note(), note, proof);
  }

  private HeadComparison proof(AnchorHead ours, Checkpoint theirs, Note note) throws IOException {
    long size = ours.checkpoint().size();
    if (theirs.size() >= size) {
      return log.compare(ours.note(), note);
    }
    HashPath path = growth.consistency(theirs.size(), size).path();
    return log.compare(
        note, ours.note(), new HeadConflict.Beginning(growth.root(theirs.size()), path));
  }
}
