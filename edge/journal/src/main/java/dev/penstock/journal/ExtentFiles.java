package dev.penstock.journal;

import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads bytes of records where an extent says that they are. Any thread. */
final class ExtentFiles {
  /** Reading so much that nobody asked for costs no more than another stroke. */
  private static final int GAP_BYTES_MAX = 16 << 10;

  /** What one stroke reads at most. */
  private static final int STROKE_BYTES_MAX = 1 << 20;

  private final OpenFiles files;
  private final DurableEnd durableEnd;
  private final Cursors cursors;

  ExtentFiles(OpenFiles files, DurableEnd durableEnd, Cursors cursors) {
    this.files = files;
    this.durableEnd = durableEnd;
    this.cursors = cursors;
  }

  ExtentReading read(Extent extent, byte[] into) {
    requireRoom(extent, into);
    Durable now = durableEnd.now();
    ExtentReading why = absence(now, extent);
    if (why != null) {
      return why;
    }
    String name = fileName(now, extent);
    try {
      return files.use(name, file -> read(file, extent, into));
    } catch (IOException e) {
      if (isDropped(durableEnd.now(), ClassCode.of(extent.recordClass()), extent.segment())) {
        return new ExtentReading.Dropped();
      }
      cursors.found();
      return new ExtentReading.Failed(Damage.finding(JournalFault.READ_FAILED, name, e));
    }
  }

  private static ExtentReading read(StorageFile file, Extent extent, byte[] into)
      throws IOException {
    file.readFully(ByteBuffer.wrap(into, 0, extent.length()), extent.offset());
    return new ExtentReading.Found();
  }

  private static void requireRoom(Extent extent, byte[] into) {
    if (into.length < extent.length()) {
      throw new IllegalArgumentException(
          "room for " + into.length + " bytes, the extent has " + extent.length());
    }
  }

  /** Why no such bytes can be read; null when they can. */
  private static @Nullable ExtentReading absence(Durable now, Extent extent) {
    int code = ClassCode.of(extent.recordClass());
    int index = now.indexOf(code, extent.segment());
    if (index < 0) {
      return isDropped(now, code, extent.segment())
          ? new ExtentReading.Dropped()
          : notThere(extent, "no such segment is there");
    }
    return extent.offset() < SegmentHead.BYTES + Part.HEAD_BYTES
            || endOf(extent) > now.endOf(code, index)
        ? notThere(extent, "what is durable ends at byte " + now.endOf(code, index))
        : null;
  }

  private static String fileName(Durable now, Extent extent) {
    int code = ClassCode.of(extent.recordClass());
    return now.head(code, now.indexOf(code, extent.segment())).fileName();
  }

  private static long endOf(Extent extent) {
    return (long) extent.offset() + extent.length();
  }

  private static boolean isDropped(Durable now, int code, int segment) {
    return now.count(code) > 0
        && !now.head(code, 0).before().isEmpty()
        && segment < now.head(code, 0).number();
  }

  private static ExtentReading notThere(Extent extent, String detail) {
    return new ExtentReading.Failed(
        new JournalFinding(JournalFault.READ_FAILED, extent.toString(), detail));
  }

  /**
   * Reads several: each file is opened once, and what stands close together is read in one stroke.
   * The records of a block are often a hundred pieces within some hundred kilobytes.
   */
  List<ExtentReading> readAll(List<Extent> extents, List<byte[]> into) {
    var readings = new ExtentReading[extents.size()];
    Durable now = durableEnd.now();
    List<Integer> there = new ArrayList<>();
    for (int i = 0; i < readings.length; i++) {
      requireRoom(extents.get(i), into.get(i));
      ExtentReading why = absence(now, extents.get(i));
      if (why == null) {
        there.add(i);
      } else {
        readings[i] = why;
      }
    }
    if (!isInOrder(extents)) {
      there.sort(Comparator.comparingLong(i -> address(extents.get(i))));
    }
    int from = 0;
    while (from < there.size()) {
      int segment = extents.get(there.get(from)).segment();
      int to = from;
      while (to < there.size() && extents.get(there.get(to)).segment() == segment) {
        to++;
      }
      List<Integer> ofSegment = there.subList(from, to);
      if (isRead(fileName(now, extents.get(ofSegment.getFirst())), ofSegment, extents, into)) {
        ofSegment.forEach(i -> readings[i] = new ExtentReading.Found());
      } else {
        // One of them cannot be read: which one is found out by reading each.
        ofSegment.forEach(i -> readings[i] = read(extents.get(i), into.get(i)));
      }
      from = to;
    }
    return Arrays.asList(readings);
  }

  /** They nearly always are, and are many. */
  private static boolean isInOrder(List<Extent> extents) {
    for (int i = 1; i < extents.size(); i++) {
      if (address(extents.get(i)) < address(extents.get(i - 1))) {
        return false;
      }
    }
    return true;
  }

  /** In the order of the files, and within each. */
  private static long address(Extent extent) {
    return (long) extent.segment() << Integer.SIZE | extent.offset();
  }

  /** False when not all of these, which are in one file in their order, could be read. */
  private boolean isRead(
      String name, List<Integer> which, List<Extent> extents, List<byte[]> into) {
    try {
      return files.use(
          name,
          file -> {
            int at = 0;
            while (at < which.size()) {
              at = stroke(file, which, at, extents, into);
            }
            return true;
          });
    } catch (IOException _) {
      return false;
    }
  }

  /** Reads as many as stand close together; says which is the next. */
  private static int stroke(
      StorageFile file, List<Integer> which, int first, List<Extent> extents, List<byte[]> into)
      throws IOException {
    int start = extents.get(which.get(first)).offset();
    long end = endOf(extents.get(which.get(first)));
    int next = first + 1;
    while (next < which.size()) {
      Extent one = extents.get(which.get(next));
      long endWithIt = Math.max(end, endOf(one));
      if (one.offset() - end > GAP_BYTES_MAX || endWithIt - start > STROKE_BYTES_MAX) {
        break;
      }
      end = endWithIt;
      next++;
    }
    if (next == first + 1) {
      int only = which.get(first);
      Extent extent = extents.get(only);
      file.readFully(ByteBuffer.wrap(into.get(only), 0, extent.length()), start);
      return next;
    }
    byte[] bytes = new byte[(int) (end - start)];
    file.readFully(ByteBuffer.wrap(bytes), start);
    for (int i : which.subList(first, next)) {
      Extent extent = extents.get(i);
      System.arraycopy(bytes, extent.offset() - start, into.get(i), 0, extent.length());
    }
    return next;
  }
}
