package dev.penstock.ledger;

import dev.penstock.merkle.TreeHasher;
import java.nio.ByteBuffer;

/** Derives again what follows from batches that are on disk. */
final class Replay {
  private Replay() {}

  /** Hashes the entries of a batch whose bytes stand in a heap buffer from 0 on. */
  static void hashEntries(Batch batch, ByteBuffer bytes, TreeHasher hasher, Derived into) {
    into.reserve(batch.count());
    int at = 0;
    for (int i = 0; i < batch.count(); i++) {
      int length = bytes.getShort(Batch.HEAD_BYTES + at) & 0xffff;
      into.addLeaf(
          hasher, bytes.array(), bytes.arrayOffset() + Batch.HEAD_BYTES + at + 2, length, at);
      at += 2 + length;
    }
  }
}
