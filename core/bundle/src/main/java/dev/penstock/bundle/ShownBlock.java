package dev.penstock.bundle;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashPath;
import java.util.Arrays;
import java.util.List;

/**
 * One block as it stands in a bundle, read in place: the same object shows the next one then. One
 * thread.
 */
final class ShownBlock {
  static final int LEAF_BYTES_MAX = 65_535;
  private static final int SALTS_BYTES_MAX = RecordBatch.COUNT_MAX * SaltedTree.SALT_BYTES;
  private static final int HASHES_BYTES_MAX = RecordBatch.COUNT_MAX * Digest.BYTES;
  private static final int PATH_BYTES_MAX = HashPath.HASHES_MAX * Digest.BYTES;
  private static final int RUNS_BYTES_MAX = 3 * (RecordBatch.COUNT_MAX + 1);

  /** The longest item there can be, with the heads of its fields. */
  static final int BYTES_MAX =
      128
          + PATH_BYTES_MAX
          + LEAF_BYTES_MAX
          + RUNS_BYTES_MAX
          + HASHES_BYTES_MAX
          + SALTS_BYTES_MAX
          + RecordBatch.BYTES_MAX;

  private final CborReader in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
  private final int[] runs = new int[RecordBatch.COUNT_MAX + 1];
  private long index;
  private HashPath path = HashPath.EMPTY;
  private byte[] leaf = new byte[0];
  private int runCount;
  private int hashesAt;
  private int hashCount;
  private int saltsAt;
  private int shownCount;
  private int recordsAt;
  private int recordsBytes;

  /** Reads one; false when these bytes are none. */
  boolean read(byte[] source, int from, int length) {
    in.reset(source, from, length);
    in.expectArray(7);
    index = in.unsigned();
    HashPath given = HashPath.decode(in.bytes(PATH_BYTES_MAX)).orElse(null);
    if (given == null) {
      in.refuse(Part.OUT_OF_RANGE);
    } else {
      path = given;
    }
    leaf = in.bytes(LEAF_BYTES_MAX);
    readRuns();
    int hashesBytes = in.bytesInPlace(HASHES_BYTES_MAX);
    hashesAt = in.contentAt();
    int saltsBytes = in.bytesInPlace(SALTS_BYTES_MAX);
    saltsAt = in.contentAt();
    recordsBytes = in.bytesInPlace(RecordBatch.BYTES_MAX);
    recordsAt = in.contentAt();
    hashCount = hashesBytes / Digest.BYTES;
    boolean isWhole =
        hashesBytes % Digest.BYTES == 0 && saltsBytes == shownCount * SaltedTree.SALT_BYTES;
    if (!isWhole) {
      in.refuse(Part.OUT_OF_RANGE);
    }
    return in.end().isEmpty();
  }

  private void readRuns() {
    runCount = in.array();
    shownCount = 0;
    if (runCount > runs.length) {
      in.refuse(Part.OUT_OF_RANGE);
      runCount = 0;
    }
    for (int i = 0; i < runCount && !in.isRefused(); i++) {
      runs[i] = (int) in.unsigned(RecordBatch.COUNT_MAX);
      if (i > 0 && runs[i] == 0) {
        in.refuse(Part.OUT_OF_RANGE);
      }
      shownCount += (i & 1) == 1 ? runs[i] : 0;
    }
    if ((runCount == 1 && runs[0] == 0) || shownCount > RecordBatch.COUNT_MAX) {
      in.refuse(Part.OUT_OF_RANGE);
    }
  }

  /** Place of the leaf in the log. */
  long index() {
    return index;
  }

  HashPath path() {
    return path;
  }

  /** The bytes that stand in the log. */
  byte[] leaf() {
    return leaf;
  }

  int runCount() {
    return runCount;
  }

  /** Records withheld (even) or shown (odd). */
  int run(int at) {
    return runs[at];
  }

  /** Where the hashes of what is withheld stand in the bytes that were read. */
  int hashesAt() {
    return hashesAt;
  }

  int hashCount() {
    return hashCount;
  }

  int saltsAt() {
    return saltsAt;
  }

  int shownCount() {
    return shownCount;
  }

  int recordsAt() {
    return recordsAt;
  }

  int recordsBytes() {
    return recordsBytes;
  }

  /** Writes one, as {@link #read} takes it. */
  static byte[] encode(
      long index,
      HashPath path,
      byte[] leaf,
      List<Integer> runs,
      byte[] hashes,
      byte[] salts,
      byte[] records) {
    var out =
        new CborWriter(
            256 + leaf.length + 32 * path.count() + hashes.length + salts.length + records.length);
    out.array(7);
    out.unsigned(index);
    out.bytes(path.bytes());
    out.bytes(leaf);
    out.array(runs.size());
    runs.forEach(out::unsigned);
    out.bytes(hashes);
    out.bytes(salts);
    out.bytes(records);
    return out.toByteArray();
  }

  /** The head of a byte string of this length: what stands before each block in a file. */
  static byte[] head(int length) {
    var out = new CborWriter(length + 16);
    out.bytes(new byte[length]);
    return Arrays.copyOf(out.toByteArray(), out.sizeBytes() - length);
  }
}
