package dev.penstock.bench.hash;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.HashSink;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import java.nio.ByteBuffer;

/** The product's own hashing of the same records: {@link TreeHasher} and {@link RightEdge}. */
final class ProductHash implements Side {
  private static final byte[] EMPTY_TREE = {};

  private final Blocks blocks;
  private final TreeHasher hasher = new TreeHasher();
  private final RightEdge edge = new RightEdge(hasher);
  private final byte[] leafHashes;
  private final byte[] root = new byte[Digest.BYTES];

  ProductHash(Blocks blocks) {
    this.blocks = blocks;
    this.leafHashes = new byte[blocks.blockLeaves() * Digest.BYTES];
  }

  @Override
  public Work run(Budget budget) {
    long records = 0;
    long checksum = 0;
    for (int block = 0; !budget.isSpent(); block = (block + 1) % blocks.blockCount()) {
      checksum ^= ByteBuffer.wrap(hashBlock(block)).getLong();
      records += blocks.blockLeaves();
    }
    return new Work(records, checksum);
  }

  /** The root of one block; the array is used again for the next. */
  byte[] hashBlock(int block) {
    for (int leaf = 0; leaf < blocks.blockLeaves(); leaf++) {
      hasher.leaf(
          blocks.records(),
          blocks.at(block, leaf),
          blocks.recordBytes(),
          leafHashes,
          leaf * Digest.BYTES);
    }
    edge.restore(0, EMPTY_TREE);
    edge.append(leafHashes, 0, blocks.blockLeaves(), HashSink.NONE);
    edge.root(root, 0);
    return root;
  }
}
