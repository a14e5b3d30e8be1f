package dev.penstock.journal;

import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads bytes of records where an extent says that they are. Any thread. */
final class ExtentFiles {
  private final Storage storage;
  private final DurableEnd durableEnd;
  private final Cursors cursors;

  ExtentFiles(Storage storage, DurableEnd durableEnd, Cursors cursors) {
    this.storage = storage;
    this.durableEnd = durableEnd;
    this.cursors = cursors;
  }

  ExtentReading read(Extent extent, byte[] into) {
    if (into.length < extent.length()) {
      throw new IllegalArgumentException(
          "room for " + into.length + " bytes, the extent has " + extent.length());
    }
    Durable now = durableEnd.now();
    int code = ClassCode.of(extent.recordClass());
    int index = now.indexOf(code, extent.segment());
    if (index < 0) {
      return isDropped(now, code, extent.segment())
          ? new ExtentReading.Dropped()
          : notThere(extent, "no such segment is there");
    }
    SegmentHead head = now.head(code, index);
    long end = (long) extent.offset() + extent.length();
    if (extent.offset() < SegmentHead.BYTES + Part.HEAD_BYTES || end > now.endOf(code, index)) {
      return notThere(extent, "what is durable ends at byte " + now.endOf(code, index));
    }
    try (StorageFile file = storage.openReadOnly(head.fileName())) {
      file.readFully(ByteBuffer.wrap(into, 0, extent.length()), extent.offset());
      return new ExtentReading.Found();
    } catch (IOException e) {
      if (isDropped(durableEnd.now(), code, extent.segment())) {
        return new ExtentReading.Dropped();
      }
      cursors.found();
      return new ExtentReading.Failed(Damage.finding(JournalFault.READ_FAILED, head.fileName(), e));
    }
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
}
