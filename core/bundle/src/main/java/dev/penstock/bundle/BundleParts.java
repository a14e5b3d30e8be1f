package dev.penstock.bundle;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.note.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * What a bundle holds beside the records.
 *
 * @param heads ascending by size; the first covers every block
 * @param first the checkpoint of the first head
 * @param offered the keys as the gateway names them, docs/formats/trust-file.md
 * @param page a copy of the page that checks bundles
 */
public record BundleParts(
    List<Head> heads,
    Checkpoint first,
    List<AnchorPart> anchors,
    String offered,
    Optional<ByteString> certificate,
    Optional<ByteString> page) {
  public BundleParts {
    heads = List.copyOf(heads);
    anchors = List.copyOf(anchors);
    if (heads.isEmpty() || heads.size() > Head.COUNT_MAX) {
      throw new IllegalArgumentException(heads.size() + " heads, must be 1.." + Head.COUNT_MAX);
    }
  }
}
