package dev.penstock.demo;

import dev.penstock.demo.LogSegment.Entry;
import dev.penstock.node.backup.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What somebody can do who owns the node's disk and knows its formats. */
final class StoredAttacks {
  private static final String SAID = "bearing at 65 degrees";
  private static final String NOW = "bearing at 25 degrees";

  private StoredAttacks() {}

  static List<StoredAttack> all() {
    return List.of(
        new StoredAttack(
            "journal: one byte of a record altered",
            FolderCheck.Way.FSCK,
            (data, _) -> JournalSegment.altered(data, SAID, NOW).write()),
        new StoredAttack(
            "journal: the same byte altered, and all checksums made to fit",
            FolderCheck.Way.FSCK,
            (data, _) -> JournalSegment.altered(data, SAID, NOW).sealed().write()),
        new StoredAttack(
            "journal: the same, and nobody runs fsck",
            FolderCheck.Way.READ,
            (data, _) -> JournalSegment.altered(data, SAID, NOW).sealed().write()),
        new StoredAttack(
            "log: one byte of a block's header altered",
            FolderCheck.Way.FSCK,
            (data, _) -> flip(data, false)),
        new StoredAttack(
            "log: the same byte altered, and the checksum made to fit",
            FolderCheck.Way.FSCK,
            (data, _) -> flip(data, true)),
        new StoredAttack(
            "log: two entries swapped, and the checksums made to fit",
            FolderCheck.Way.FSCK,
            (data, _) -> swap(data)),
        new StoredAttack(
            "log: the newest part cut off", FolderCheck.Way.FSCK, (data, _) -> cut(data)),
        new StoredAttack(
            "journal: a file deleted",
            FolderCheck.Way.FSCK,
            (data, _) -> Files.delete(JournalSegment.plant(data))),
        new StoredAttack(
            "an older copy of the whole folder put back",
            FolderCheck.Way.START,
            StoredAttacks::putBack));
  }

  private static void flip(Path data, boolean isSealed) throws IOException {
    LogSegment segment = LogSegment.first(data);
    List<Entry> entries = segment.entries();
    Entry entry = entries.get(entries.size() / 2);
    segment.flip(entry);
    if (isSealed) {
      segment.seal(entry);
    }
    segment.write();
  }

  /** The checksum of both batches is made again: whoever is in one batch gets it twice. */
  private static void swap(Path data) throws IOException {
    LogSegment segment = LogSegment.first(data);
    List<Entry> entries = segment.entries();
    for (int i = 0; i < entries.size(); i++) {
      for (int j = i + 1; j < entries.size(); j++) {
        Entry one = entries.get(i);
        Entry other = entries.get(j);
        if (segment.swap(one, other)) {
          segment.seal(one);
          segment.seal(other);
          segment.write();
          return;
        }
      }
    }
    throw new IOException("no two entries of the log have the same length");
  }

  private static void cut(Path data) throws IOException {
    LogSegment segment = LogSegment.first(data);
    segment.cutFrom(segment.entries().getLast());
    segment.write();
  }

  private static void putBack(Path data, Path older) throws IOException {
    Trees.remove(data);
    FolderCopy.of(older, data);
  }
}
