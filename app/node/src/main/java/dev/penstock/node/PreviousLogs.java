package dev.penstock.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The logs that a data folder had before it was restored, docs/formats/data-folder.md: {@code
 * previous/0001} is the first. Nothing is ever written there.
 */
final class PreviousLogs {
  static final String ROOM = "previous";

  private PreviousLogs() {}

  /** The name of the log before this restore, counted from 1. */
  static String name(int number) {
    return ROOM + "/" + String.format(Locale.ROOT, "%04d", number);
  }

  /** Their folders, the oldest first. */
  static List<Path> in(Path folder) throws IOException {
    Path room = folder.resolve(ROOM);
    if (!Files.isDirectory(room)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(room)) {
      return inside.sorted().toList();
    }
  }
}
