package dev.penstock.journal;

import dev.penstock.storage.FilePart;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bytes of which files are a journal as of one commit. A copy of them is a journal that was
 * closed in order behind that commit.
 */
final class StandingFiles {
  private StandingFiles() {}

  static List<FilePart> of(JournalFormat format, Durable durable) {
    List<FilePart> parts = new ArrayList<>();
    parts.add(FilePart.of(Names.FORMAT, format.encode().length));
    for (int code = 0; code < ClassCode.COUNT; code++) {
      for (int index = 0; index < durable.count(code); index++) {
        parts.add(segment(durable, code, index));
      }
    }
    return parts;
  }

  private static FilePart segment(Durable durable, int code, int index) {
    SegmentHead head = durable.head(code, index);
    int end = durable.endOf(code, index);
    if (index + 1 < durable.count(code)) {
      return FilePart.of(head.fileName(), end);
    }
    // What stands behind the end may be of a commit that is being written.
    byte[] word =
        ByteBuffer.allocate(Part.WORD_BYTES).putLong(0, Part.confirmation(head.salt())).array();
    return FilePart.ending(head.fileName(), end, word, head.segmentBytes());
  }
}
