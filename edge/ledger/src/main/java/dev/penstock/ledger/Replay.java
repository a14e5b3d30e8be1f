package dev.penstock.ledger;

import dev.penstock.merkle.TreeHasher;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Derives again what follows from batches that are on disk. */
final class Replay {
  /** Takes an entry: where it stands in the bytes of its batch. */
  interface Entry {
    void at(long index, byte[] bytes, int from, int length) throws IOException;
  }

  private Replay() {}

  /** Shows the entries of a batch whose bytes stand in a heap buffer from 0 on. */
  static void entries(Batch batch, ByteBuffer bytes, Entry entry) throws IOException {
    int at = Batch.HEAD_BYTES;
    for (int i = 0; i < batch.count(); i++) {
      int length = bytes.getShort(at) & 0xffff;
      entry.at(batch.firstIndex() + i, bytes.array(), bytes.arrayOffset() + at + 2, length);
      at += 2 + length;
    }
  }

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
