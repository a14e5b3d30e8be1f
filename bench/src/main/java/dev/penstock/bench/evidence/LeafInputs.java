package dev.penstock.bench.evidence;

import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.RecordBatch;

/** What the leaves of blocks are hashes of, salt and record, ready for a limit to hash. */
final class LeafInputs {
  private LeafInputs() {}

  /** Salt and record of each leaf, back to back. */
  static byte[] of(byte[] key, RecordBatch records) {
    var tree = new SaltedTree();
    byte[] inputs = new byte[records.sizeBytes() + records.count() * SaltedTree.SALT_BYTES];
    int to = 0;
    for (int i = 0; i < records.count(); i++) {
      System.arraycopy(tree.saltOf(key, i), 0, inputs, to, SaltedTree.SALT_BYTES);
      to += SaltedTree.SALT_BYTES;
      int length = records.startOf(i + 1) - records.startOf(i);
      System.arraycopy(records.buffer(), records.startOf(i), inputs, to, length);
      to += length;
    }
    return inputs;
  }
}
