package dev.penstock.flow.anchoring;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.flow.CheckpointHistory;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The finding when an anchor holds a head of this log that contradicts ours. Both signed notes are
 * in it: whoever has the log's key can see alone that one key signed both, or that one of them is
 * not the log's.
 */
public final class Contradiction {
  /** The head that contradicts is one that this log published: its history was changed since. */
  public static final String REWRITE = "REWRITE";

  /** This log never published it: somebody shows others another log under its name. */
  public static final String SPLIT_VIEW = "SPLIT_VIEW";

  private Contradiction() {}

  /**
   * What to record.
   *
   * @param ours the head that the anchor was asked about
   * @param history what this log published, as far as it knows
   */
  public static FindingMade finding(
      String anchor, AnchorHead ours, Vouching.Contradicted answer, CheckpointHistory history)
      throws IOException {
    Optional<Checkpoint> known = checkpoint(answer.known());
    boolean isOurs = known.isPresent() && isPublished(known.get(), history);
    String code = isOurs ? REWRITE : SPLIT_VIEW;
    byte[] theirs = answer.known().bytes();
    int kept = Math.min(theirs.length, FindingMade.EVIDENCE_BYTES_MAX);
    return new FindingMade(
        code,
        null,
        null,
        known.map(Checkpoint::size).orElse(null),
        ours.checkpoint().size(),
        null,
        1,
        List.of(
            ByteString.of(ours.note().encode()), ByteString.at(theirs, 0, kept)),
        kept < theirs.length ? Sha256.of(theirs) : null,
        AnchorBookCodec.clipped(
            "anchor "
                + anchor
                + " holds a head of this log that contradicts ours"
                + (isOurs ? ", and that this log published: " : ": ")
                + answer.why()),
        Details.of("anchor", anchor));
  }

  private static Optional<Checkpoint> checkpoint(ByteString note) {
    return Note.decode(note.bytes()) instanceof Decoded.Value<Note>(var read)
            && Checkpoint.decode(read.text()) instanceof Decoded.Value<Checkpoint>(var checkpoint)
        ? Optional.of(checkpoint)
        : Optional.empty();
  }

  private static boolean isPublished(Checkpoint known, CheckpointHistory history)
      throws IOException {
    Optional<PublishedCheckpoint> same = history.atMost(known.size());
    return same.isPresent() && same.get().checkpoint().equals(known);
  }
}
