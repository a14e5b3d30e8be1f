package dev.penstock.flow.anchoring;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.witness.AddCheckpoint;
import dev.penstock.merkle.witness.HeadConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Findings about heads that contradict each other, as they go into the ledger: code, reason, and
 * both signed notes byte for byte, docs/formats/witness.md §5.
 */
public final class HeadFindings {
  /** One size, two roots. */
  public static final String SPLIT_VIEW = "SPLIT_VIEW";

  /** A log that did not only grow. */
  public static final String REWRITE = "REWRITE";

  /** Two roots for one size: the two notes are the proof. */
  public static final String SAME_SIZE = "SAME_SIZE";

  /** The third piece of evidence shows that the larger head does not begin with the smaller. */
  public static final String OTHER_BEGINNING = "OTHER_BEGINNING";

  /** The log's own files show it, the notes alone do not. */
  public static final String NOT_IN_OUR_FILES = "NOT_IN_OUR_FILES";

  /** A head was seen that is larger than the log. */
  public static final String AHEAD_OF_US = "AHEAD_OF_US";

  private HeadFindings() {}

  /** The codes, without the reasons. */
  public static List<String> codes() {
    return List.of(SPLIT_VIEW, REWRITE);
  }

  /** A contradiction that anybody can check. */
  public static FindingMade of(HeadConflict conflict) {
    List<ByteString> evidence = new ArrayList<>();
    evidence.add(bytes(conflict.smaller()));
    evidence.add(bytes(conflict.larger()));
    Optional<HeadConflict.Beginning> beginning = conflict.beginning();
    long smaller = size(conflict.smaller());
    beginning.ifPresent(shown ->
        evidence.add(
            ByteString.of(new AddCheckpoint(smaller, shown.path(), conflict.larger()).encode())));
    Map<String, SampleValue> details =
        beginning.isEmpty()
            ? Map.of("origin", SampleValue.of(conflict.origin()))
            : Map.of(
                "origin",
                SampleValue.of(conflict.origin()),
                "beginning",
                SampleValue.of(beginning.get().root().toString()));
    return switch (conflict.kind()) {
      case SPLIT_VIEW ->
          finding(SPLIT_VIEW, SAME_SIZE, smaller, smaller, evidence, conflict.text(), details);
      case REWRITE ->
          finding(
              REWRITE,
              OTHER_BEGINNING,
              smaller,
              size(conflict.larger()),
              evidence,
              conflict.text(),
              details);
    };
  }

  /** What a comparison with our own log found; empty when nothing speaks against it. */
  public static Optional<FindingMade> of(CheckpointWatch.Seen seen) {
    return switch (seen) {
      case CheckpointWatch.Seen.Agrees _ -> Optional.empty();
      case CheckpointWatch.Seen.Unusable _ -> Optional.empty();
      case CheckpointWatch.Seen.Ahead ahead ->
          Optional.of(ofOurs(AHEAD_OF_US, ahead.ours(), ahead.theirs(), ahead.text()));
      case CheckpointWatch.Seen.Contradicts against ->
          Optional.of(
              against
                  .proof()
                  .map(HeadFindings::of)
                  .orElseGet(() ->
                      ofOurs(NOT_IN_OUR_FILES, against.ours(), against.theirs(), against.text())));
    };
  }

  private static FindingMade ofOurs(String reason, Note ours, Note theirs, String text) {
    long a = size(ours);
    long b = size(theirs);
    return finding(
        REWRITE,
        reason,
        Math.min(a, b),
        Math.max(a, b),
        List.of(bytes(ours), bytes(theirs)),
        text,
        Map.of("origin", SampleValue.of(head(theirs).origin())));
  }

  private static FindingMade finding(
      String code,
      String reason,
      long first,
      long last,
      List<ByteString> evidence,
      String text,
      Map<String, SampleValue> details) {
    return new FindingMade(
        code, reason, null, first, last, null, 1, evidence, null, text, new Details(details));
  }

  private static ByteString bytes(Note note) {
    return ByteString.of(note.encode());
  }

  private static long size(Note note) {
    return head(note).size();
  }

  private static Checkpoint head(Note note) {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Value<Checkpoint>(var head) -> head;
      case Decoded.Malformed<Checkpoint>(var why) ->
          throw new IllegalArgumentException("a head that was checked is none: " + why);
    };
  }
}
