package dev.penstock.bench.evidence;

import dev.penstock.flow.sealing.ClosedBlock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what is written for blocks and records: the journal's records, the extents, and the
 * ledger's files as docs/formats/ledger.md has them.
 */
final class StoredBytes {
  /** Batch head and trailer. */
  private static final int BATCH_BYTES = 32 + 64;

  private static final int ENTRY_PREFIX_BYTES = 2;
  private static final int HASH_BYTES = 32;

  /** A tile has so many hashes; one of the level above stands for it. */
  private static final int TILE_WIDTH = 256;

  private static final int INDEX_ROW_BYTES = 16;
  private static final int CHECKPOINT_BYTES = 128;
  private static final int COSIGNATURE_BYTES = 2448;

  private final List<ClosedBlock> open = new ArrayList<>();
  private long records;
  private long recordCount;
  private long frames;
  private long extents;
  private long headers;
  private long leaves;
  private long checkpoints;

  void record(int bytes, int frameBytes) {
    records += bytes;
    recordCount++;
    frames += frameBytes;
  }

  /** A block is ready for the ledger. */
  void closed(ClosedBlock block) {
    open.add(block);
  }

  /** What is ready is committed as one batch. */
  boolean commit() {
    if (open.isEmpty()) {
      return false;
    }
    long body = 0;
    for (ClosedBlock block : open) {
      body += ENTRY_PREFIX_BYTES + block.block().leaf().length;
      extents += block.extents().encode().length;
      leaves++;
    }
    headers += (body + 7) / 8 * 8 + BATCH_BYTES;
    open.clear();
    return true;
  }

  void checkpoint() {
    checkpoints += CHECKPOINT_BYTES;
  }

  void cosignature() {
    checkpoints += COSIGNATURE_BYTES;
  }

  /** Bytes of the records alone. */
  long records() {
    return records;
  }

  long total() {
    return records + frames + extents + headers + treeBytes() + checkpoints;
  }

  /**
   * How many bytes a frame may put around a record that comes alone, on average, before all that is
   * stored is this many tenths of the records.
   */
  double frameRoomBytes(int tenths) {
    return (records * tenths / 10.0 - (total() - frames)) / recordCount;
  }

  /** Hashes of all tile levels, and one index row for each full tile. */
  private long treeBytes() {
    long hashes = 0;
    for (long level = leaves; level > 0; level /= TILE_WIDTH) {
      hashes += level;
    }
    return hashes * HASH_BYTES + leaves / TILE_WIDTH * INDEX_ROW_BYTES;
  }

  /** Where the bytes are, as figures of a report. */
  Map<String, Double> parts(String name) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put(name + "_records", (double) recordCount);
    parts.put(name + "_blocks", (double) leaves);
    parts.put(name + "_record_bytes", (double) records);
    parts.put(name + "_frame_bytes", (double) frames);
    parts.put(name + "_extent_bytes", (double) extents);
    parts.put(name + "_header_bytes", (double) headers);
    parts.put(name + "_tree_bytes", (double) treeBytes());
    parts.put(name + "_checkpoint_bytes", (double) checkpoints);
    return parts;
  }
}
