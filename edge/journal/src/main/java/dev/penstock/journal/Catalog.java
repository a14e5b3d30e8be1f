package dev.penstock.journal;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The segments that stand in the folder, by number. Each knows the one of its class before it, and
 * the newest knows the newest of all classes: so a file that is missing is missed.
 */
final class Catalog {
  private final TreeMap<Integer, SegmentHead> byNumber = new TreeMap<>();

  private Catalog() {}

  /** Reads the heads of all segments. */
  static Catalog read(Storage storage, JournalFormat format) throws IOException {
    var catalog = new Catalog();
    ByteBuffer bytes = ByteBuffer.allocate(SegmentHead.BYTES);
    for (String name : storage.list(Names.SEGMENTS)) {
      if (Names.segmentNumber(name).isEmpty()) {
        continue;
      }
      int number = Names.segmentNumber(name).getAsInt();
      if (catalog.byNumber.containsKey(number)) {
        throw Damage.of(
            JournalFault.SEGMENT_DAMAGED,
            Names.SEGMENTS + "/" + name,
            "another segment has its number");
      }
      SegmentHead _ = catalog.byNumber.put(number, readHead(storage, format, name, number, bytes));
    }
    if (catalog.byNumber.isEmpty()) {
      throw Damage.of(
          JournalFault.SEGMENT_MISSING, Names.SEGMENTS, "there is none, not even the first");
    }
    return catalog;
  }

  private static SegmentHead readHead(
      Storage storage, JournalFormat format, String name, int number, ByteBuffer bytes)
      throws IOException {
    String file = Names.SEGMENTS + "/" + name;
    try (StorageFile in = storage.openReadOnly(file)) {
      if (in.sizeBytes() < SegmentHead.BYTES) {
        throw Damage.of(JournalFault.SEGMENT_DAMAGED, file, "it ends at byte " + in.sizeBytes());
      }
      in.readFully(bytes.clear(), 0);
    }
    return SegmentHead.decode(bytes.clear(), number, Names.segmentClass(name), format);
  }

  /** The newest segment: what was durable when it was made stands in its head. */
  SegmentHead newest() {
    return byNumber.lastEntry().getValue();
  }

  /** The newest segment of a class as the newest segment of all knows it. */
  int newestOf(int code) {
    SegmentHead newest = newest();
    return newest.classCode() == code ? newest.number() : newest.rows().get(code).newest();
  }

  /** The oldest segment of a class as the newest segment of all knows it. */
  int oldestOf(int code) {
    SegmentHead newest = newest();
    ClassRow row = newest.rows().get(code);
    return newest.classCode() == code && row.isEmpty() ? newest.number() : row.oldest();
  }

  /** The head of a segment that must be there. */
  SegmentHead require(int number, int code) throws JournalDamagedException {
    SegmentHead head = byNumber.get(number);
    if (head == null || head.classCode() != code) {
      throw Damage.of(
          JournalFault.SEGMENT_MISSING,
          Names.segment(number, code),
          "segment " + newest().number() + " was made after it");
    }
    return head;
  }

  /**
   * The segments of a class from its oldest one to its newest, each known to the next.
   *
   * @param oldest the first that must be there; {@link ClassRow#NONE} when the class has none
   */
  List<SegmentHead> chain(int code, int oldest) throws JournalDamagedException {
    List<SegmentHead> chain = new ArrayList<>();
    int number = newestOf(code);
    while (number != ClassRow.NONE && number >= oldest) {
      SegmentHead head = require(number, code);
      chain.add(head);
      ClassRow before = head.before();
      if (number > oldest && before.isEmpty()) {
        throw Damage.of(
            JournalFault.SEGMENT_MISSING,
            Names.segment(oldest, code),
            "segment " + number + " says it is the first, but that one was dropped to");
      }
      number = before.newest();
    }
    return chain.reversed();
  }

  /** The files that no chain holds. */
  List<SegmentHead> outside(List<List<SegmentHead>> chains) {
    Map<Integer, SegmentHead> left = new TreeMap<>(byNumber);
    for (List<SegmentHead> chain : chains) {
      for (SegmentHead head : chain) {
        SegmentHead _ = left.remove(head.number());
      }
    }
    return List.copyOf(left.values());
  }
}
