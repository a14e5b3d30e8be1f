package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The segments that stand in a folder, as far as their heads can be read. Only reads.
 *
 * @param heads in order
 * @param problem the first thing that is wrong with them
 */
record Catalog(List<SegmentHead> heads, Optional<LedgerDamagedException> problem) {
  Catalog {
    heads = List.copyOf(heads);
  }

  /**
   * Reads the heads.
   *
   * @param minimumIndex entries below may be missing
   */
  static Catalog read(Storage storage, LogFormat format, long minimumIndex) throws IOException {
    var heads = new ArrayList<SegmentHead>();
    Optional<LedgerDamagedException> problem = Optional.empty();
    for (int number : numbers(storage)) {
      try {
        SegmentHead head = readHead(storage, number, format);
        if (isAfterPrunedGap(heads, head, minimumIndex)) {
          heads.clear();
        }
        checkOrder(heads, head, minimumIndex);
        heads.add(head);
      } catch (LedgerDamagedException e) {
        problem = problem.or(() -> Optional.of(e));
      }
    }
    if (heads.isEmpty() && problem.isEmpty()) {
      problem =
          Optional.of(Damage.of(LedgerFault.SEGMENT_MISSING, Names.HEADERS, "it has no segment"));
    }
    return new Catalog(heads, problem);
  }

  private static List<Integer> numbers(Storage storage) throws IOException {
    var numbers = new ArrayList<Integer>();
    for (String name : storage.list(Names.HEADERS)) {
      OptionalInt number = Names.segmentNumber(name);
      if (number.isPresent()) {
        numbers.add(number.getAsInt());
      }
    }
    numbers.sort(null);
    return numbers;
  }

  private static SegmentHead readHead(Storage storage, int number, LogFormat format)
      throws IOException {
    String name = Names.segment(number);
    try (StorageFile file = storage.openReadOnly(name)) {
      int due = SegmentHead.bytesOf(number, format);
      if (file.sizeBytes() < due) {
        throw Damage.of(
            LedgerFault.SEGMENT_DAMAGED,
            name,
            "the file has " + file.sizeBytes() + " bytes, must have " + due);
      }
      ByteBuffer head = ByteBuffer.allocate(SegmentHead.BYTES);
      file.readFully(head, 0);
      return SegmentHead.decode(head, number, format);
    }
  }

  /**
   * Segments are dropped oldest first, but a crash can bring some of them back: what stands before
   * a gap is such a one when all of the gap was dropped.
   */
  private static boolean isAfterPrunedGap(
      List<SegmentHead> before, SegmentHead head, long minimumIndex) {
    return !before.isEmpty()
        && head.number() != before.getLast().number() + 1
        && head.firstIndex() <= minimumIndex;
  }

  private static void checkOrder(List<SegmentHead> before, SegmentHead head, long minimumIndex)
      throws LedgerDamagedException {
    String name = Names.segment(head.number());
    if (before.isEmpty()) {
      checkFirst(head, name, minimumIndex);
      return;
    }
    SegmentHead last = before.getLast();
    if (head.number() != last.number() + 1) {
      throw Damage.of(
          LedgerFault.SEGMENT_MISSING,
          Names.segment(last.number() + 1),
          "segments " + last.number() + " and " + head.number() + " are there, it is not");
    }
    if (head.firstIndex() < last.firstIndex() || head.previousEnd() < SegmentHead.BYTES) {
      throw Damage.of(
          LedgerFault.SEGMENT_DAMAGED, name, "its head does not continue the segment before it");
    }
  }

  private static void checkFirst(SegmentHead head, String name, long minimumIndex)
      throws LedgerDamagedException {
    boolean isBeginning =
        head.number() == 0
            && head.firstIndex() == 0
            && head.previousEnd() == 0
            && head.root().equals(new TreeHasher().emptyRoot());
    if (head.number() == 0 && !isBeginning) {
      throw Damage.of(
          LedgerFault.SEGMENT_DAMAGED, name, "its head is not that of the beginning of a log");
    }
    if (head.number() > 0 && head.firstIndex() > minimumIndex) {
      throw Damage.of(
          LedgerFault.SEGMENT_MISSING,
          Names.segment(head.number() - 1),
          "entries from "
              + minimumIndex
              + " to "
              + (head.firstIndex() - 1)
              + " are missing, and no retention row says why");
    }
  }

  /** The heads from this segment on. */
  List<SegmentHead> from(int number) {
    return heads.stream().filter(head -> head.number() >= number).toList();
  }

  /** What readers need to know of the segments. */
  List<Segments.Entry> entries() {
    return heads.stream()
        .map(head -> new Segments.Entry(head.number(), head.firstIndex(), head.salt()))
        .toList();
  }
}
