package dev.penstock.bench.hash;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Crew;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 leaf and tree limit: what this machine hashes at most when records become the tree of
 * RFC 9162 in blocks, and nothing else is done. A bare loop over one {@link MessageDigest}; every
 * input stands ready with its prefix byte, so that each hash is one update and one digest. Other
 * benches divide by it.
 *
 * <p>Per record of 128 bytes: one leaf hash over 129 bytes (3 SHA-256 steps of 64 bytes) and,
 * shared, 255/256 of a node hash over 65 bytes (2 steps).
 */
public final class HashLimit implements Side {
  private static final int HASH_BYTES = 32;

  /** 0x01, left, right. */
  private static final int NODE_INPUT_BYTES = 1 + 2 * HASH_BYTES;

  private final int leafInputBytes;
  private final int blockLeaves;
  private final int blockCount;

  /** 0x00 and the record, for each record. */
  private final byte[] leafInputs;

  /** One node input for each pair of the level below; used again on each level. */
  private final byte[] nodeInputs;

  private final byte[] odd = new byte[HASH_BYTES];
  private final byte[] root = new byte[HASH_BYTES];
  private final MessageDigest sha256;

  public HashLimit(Blocks blocks) {
    this.leafInputBytes = 1 + blocks.recordBytes();
    this.blockLeaves = blocks.blockLeaves();
    this.blockCount = blocks.blockCount();
    this.leafInputs = new byte[Math.multiplyExact(blockCount * blockLeaves, leafInputBytes)];
    for (int i = 0; i < blockCount * blockLeaves; i++) {
      System.arraycopy(
          blocks.records(),
          i * blocks.recordBytes(),
          leafInputs,
          i * leafInputBytes + 1,
          blocks.recordBytes());
    }
    int pairs = (blockLeaves + 1) / 2;
    this.nodeInputs = new byte[pairs * NODE_INPUT_BYTES];
    for (int pair = 0; pair < pairs; pair++) {
      nodeInputs[pair * NODE_INPUT_BYTES] = 0x01;
    }
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** The limit on several threads, each with its own copy of the records. */
  public static Side onThreads(int threads, Blocks blocks) {
    return new Crew(threads, () -> new HashLimit(blocks));
  }

  @Override
  public Work run(Budget budget) {
    long records = 0;
    long checksum = 0;
    for (int block = 0; !budget.isSpent(); block = (block + 1) % blockCount) {
      checksum ^= ByteBuffer.wrap(hashBlock(block)).getLong();
      records += blockLeaves;
    }
    return new Work(records, checksum);
  }

  /** The root of one block; the array is used again for the next. */
  public byte[] hashBlock(int block) {
    try {
      int count = blockLeaves;
      for (int leaf = 0; leaf < count; leaf++) {
        sha256.update(leafInputs, (block * blockLeaves + leaf) * leafInputBytes, leafInputBytes);
        digestInto(leaf, count);
      }
      while (count > 1) {
        int nodes = count / 2;
        boolean hasOdd = count % 2 == 1;
        int above = nodes + (hasOdd ? 1 : 0);
        for (int node = 0; node < nodes; node++) {
          sha256.update(nodeInputs, node * NODE_INPUT_BYTES, NODE_INPUT_BYTES);
          digestInto(node, above);
        }
        if (hasOdd) {
          moveUp(above);
        }
        count = above;
      }
      return root;
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes do not fit where they must", e);
    }
  }

  /** Writes a hash where the level above reads it, or as the root where it is the only one. */
  private void digestInto(int index, int count) throws DigestException {
    byte[] into = place(index, count);
    if (sha256.digest(into, offset(index, count), HASH_BYTES) != HASH_BYTES) {
      throw new DigestException("no 32 bytes");
    }
  }

  /** The last of an odd level stands on the level above as it is. */
  private void moveUp(int above) {
    System.arraycopy(odd, 0, place(above - 1, above), offset(above - 1, above), HASH_BYTES);
  }

  private byte[] place(int index, int count) {
    if (count == 1) {
      return root;
    }
    return count % 2 == 1 && index == count - 1 ? odd : nodeInputs;
  }

  private static int offset(int index, int count) {
    boolean isAlone = count == 1 || (count % 2 == 1 && index == count - 1);
    return isAlone ? 0 : index / 2 * NODE_INPUT_BYTES + 1 + index % 2 * HASH_BYTES;
  }
}
