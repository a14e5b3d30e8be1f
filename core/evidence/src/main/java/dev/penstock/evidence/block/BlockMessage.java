package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * A block on its way: the signed header, K and the records, docs/formats/block.md §5. Holds the
 * array it was decoded from, which must not change.
 */
public final class BlockMessage {
  /** The longest message: all records, the longest envelope, and the heads. */
  public static final int BYTES_MAX = RecordBatch.BYTES_MAX + Envelope.BYTES_MAX + 64;

  private final Block block;
  private final byte[] source;
  private final int keyAt;
  private final int recordsAt;
  private final int recordsBytes;

  private BlockMessage(Block block, byte[] source, int keyAt, int recordsAt, int recordsBytes) {
    this.block = block;
    this.source = source;
    this.keyAt = keyAt;
    this.recordsAt = recordsAt;
    this.recordsBytes = recordsBytes;
  }

  /** Reads bytes from outside. That they decode says nothing about signature or records. */
  public static Decoded<BlockMessage> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(3);
    int blockBytes = in.bytesInPlace(Envelope.BYTES_MAX);
    int blockAt = in.contentAt();
    int keyAt = -1;
    if (!in.takeNull()) {
      if (in.bytesInPlace(SaltedTree.KEY_BYTES) != SaltedTree.KEY_BYTES) {
        in.refuse(CborReason.WRONG_LENGTH);
      }
      keyAt = in.contentAt();
    }
    int recordsBytes = in.bytesInPlace(RecordBatch.BYTES_MAX);
    int recordsAt = in.contentAt();
    int key = keyAt;
    return in.end(() -> bytes)
        .flatMap(ok -> Block.decode(ok, blockAt, blockBytes))
        .map(block -> new BlockMessage(block, bytes, key, recordsAt, recordsBytes));
  }

  /** The message of a block. */
  public static byte[] encode(byte[] leaf, byte @Nullable [] key, RecordBatch batch) {
    var out = new CborWriter(leaf.length + batch.sizeBytes() + 64);
    out.array(3);
    out.bytes(leaf);
    if (key == null) {
      out.nullValue();
    } else {
      out.bytes(key);
    }
    out.bytes(batch.buffer(), 0, batch.sizeBytes());
    return out.toByteArray();
  }

  public Block block() {
    return block;
  }

  /** True when the records, with K, are those the header commits to. */
  public boolean hasItsRecords(SaltedTree tree) {
    return tree.matches(block.header(), source, keyAt, recordsAt, recordsBytes);
  }

  /** K, or empty where the block has no records. */
  public ByteString key() {
    return keyAt < 0 ? ByteString.EMPTY : ByteString.at(source, keyAt, SaltedTree.KEY_BYTES);
  }

  /** A copy of the records, one behind the other. */
  public byte[] records() {
    return ByteString.at(source, recordsAt, recordsBytes).bytes();
  }

  /**
   * False when the header promises records sorted by source and number, each once, and they are
   * not. Means something only after {@link #hasItsRecords}.
   */
  public boolean isSorted() {
    if (!block.header().has(BlockFlag.GROUP)) {
      return true;
    }
    var in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));
    int end = recordsAt + recordsBytes;
    int at = recordsAt;
    long lastSource = -1;
    long lastSeq = -1;
    for (int i = 0; i < block.header().count(); i++) {
      in.reset(source, at, end - at);
      int fields = in.array();
      long seq = in.unsigned();
      in.skip();
      long of = in.unsigned();
      for (int field = 3; field < fields; field++) {
        in.skip();
      }
      boolean isAfter = of > lastSource || (of == lastSource && seq > lastSeq);
      if (in.isRefused() || !isAfter) {
        return false;
      }
      at = in.at();
      lastSource = of;
      lastSeq = seq;
    }
    return true;
  }

  /** Record 0, or empty where there is none. Means something only after {@link #hasItsRecords}. */
  public ByteString firstRecord() {
    if (recordsBytes == 0) {
      return ByteString.EMPTY;
    }
    var in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));
    in.reset(source, recordsAt, recordsBytes);
    in.skip();
    return ByteString.at(source, recordsAt, in.at() - recordsAt);
  }
}
