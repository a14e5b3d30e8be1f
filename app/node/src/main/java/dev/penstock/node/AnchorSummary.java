package dev.penstock.node;

import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.cbor.Decoded;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.anchoring.AnchorBook;
import dev.penstock.flow.anchoring.AnchorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How it stands with the anchors of a data folder, as its node noted it last. Takes no lock.
 *
 * @param lines one for each anchor
 * @param isFailing whether one of them failed when it was asked last, or contradicted the log
 */
public record AnchorSummary(List<String> lines, boolean isFailing) {
  public AnchorSummary {
    lines = List.copyOf(lines);
  }

  /** What a folder says; no line where no anchor is set, or no node has run. */
  public static AnchorSummary of(Path data) throws IOException {
    Path room = data.resolve(Anchors.ROOM);
    if (!Files.isDirectory(room)) {
      return new AnchorSummary(List.of(), false);
    }
    byte[] stored = AnchorFiles.bookOf(FileStorage.openForReading(room));
    List<AnchorState> states =
        AnchorBook.decode(stored) instanceof Decoded.Value<AnchorBook>(var book)
            ? book.states()
            : List.of();
    return new AnchorSummary(
        states.stream().map(AnchorFigures::named).toList(),
        states.stream()
            .anyMatch(state -> state.failures() > 0 || state.contradiction().isPresent()));
  }
}
