package dev.penstock.flow.sealing;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A journal in memory: bytes, and where each record is in them. */
final class FakeJournal {
  record Entry(long source, long seq, RecordKind kind, long position, ByteString bytes) {
    /** All of it is one segment, and each record a frame at the position of its first byte. */
    long address() {
      return BlockExtents.address(RecordClass.PLANT, 0, (int) position);
    }
  }

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Entry> entries = new ArrayList<>();

  /** Appends a record behind so many bytes that belong to no record, as a frame's head. */
  Entry append(LedgerRecord record, int headBytes) {
    bytes.writeBytes(new byte[headBytes]);
    byte[] encoded = RecordGrammar.checked(record.encode());
    var entry =
        new Entry(
            record.source(), record.seq(), record.kind(), bytes.size(), ByteString.of(encoded));
    bytes.writeBytes(encoded);
    entries.add(entry);
    return entry;
  }

  List<Entry> entries() {
    return entries;
  }

  byte[] all() {
    return bytes.toByteArray();
  }
}
