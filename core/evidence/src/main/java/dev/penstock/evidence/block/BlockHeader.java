package dev.penstock.evidence.block;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import org.jspecify.annotations.Nullable;

/**
 * What a block says about itself: the payload that is signed, docs/formats/block.md §3.
 *
 * @param origin who makes the chain; scopes the source and point numbers in its records
 * @param boot grows with each start of the maker
 * @param seq 0 for the first block of the chain
 * @param first how many records all earlier blocks of the chain held
 * @param count 0 is a heartbeat
 * @param previous link of the block before; 32 zero bytes in block 0
 * @param start ns since boot, monotonic
 * @param end ns since boot, monotonic
 * @param wall wall clock at the end, ns since 1970; null without a clock
 * @param clockQuality the wall clock is within 2^q ns of UTC; 0 when the maker cannot say
 * @param evidence digest of the newest attestation evidence
 * @param echo the challenge of the newest ack since boot
 * @param flags sum of {@link BlockFlag} bits
 * @param root over the salted records
 * @param sizeBytes length of all records together
 */
public record BlockHeader(
    String origin,
    ChainId chain,
    long boot,
    long seq,
    long first,
    int count,
    Digest previous,
    long start,
    long end,
    @Nullable Long wall,
    int clockQuality,
    @Nullable Digest evidence,
    @Nullable Challenge echo,
    int flags,
    Digest root,
    int sizeBytes) {
  /** The previous link of block 0. */
  public static final Digest NO_LINK = Digest.of(new byte[Digest.BYTES]);

  public static final int CLOCK_QUALITY_MAX = 62;

  static final int ORIGIN_BYTES_MAX = 255;
  static final int VERSION = 1;

  private static final int FIELDS = 17;

  /** 17 fields at their widest. */
  static final int BYTES_MAX = 640;

  /** RFC 9162 §2.1.1: the hash of nothing. */
  private static final Digest EMPTY_ROOT = new TreeHasher().emptyRoot();

  public BlockHeader {
    BlockReason fault =
        fault(
            origin,
            seq,
            first,
            count,
            previous,
            start,
            end,
            wall,
            clockQuality,
            flags,
            root,
            sizeBytes);
    if (fault != null || boot < 0 || seq < 0 || first < 0 || start < 0) {
      throw new IllegalArgumentException(
          "block " + seq + " of " + origin + ": " + (fault == null ? "negative" : fault.text()));
    }
    if ((wall != null && wall < 0)
        || count > RecordBatch.COUNT_MAX
        || sizeBytes > RecordBatch.BYTES_MAX
        || clockQuality > CLOCK_QUALITY_MAX) {
      throw new IllegalArgumentException("block " + seq + " of " + origin + ": out of range");
    }
  }

  public boolean has(BlockFlag flag) {
    return (flags & flag.bit()) != 0;
  }

  /** The number the next block's {@code first} must have. */
  public long firstAfter() {
    return first + count;
  }

  void writeTo(CborWriter out) {
    out.array(FIELDS);
    out.unsigned(VERSION);
    out.text(origin);
    out.bytes(ChainId.BYTES, chain.value()::copyTo);
    out.unsigned(boot);
    out.unsigned(seq);
    out.unsigned(first);
    out.unsigned(count);
    out.bytes(Digest.BYTES, previous::copyTo);
    out.unsigned(start);
    out.unsigned(end);
    if (wall == null) {
      out.nullValue();
    } else {
      out.unsigned(wall);
    }
    out.unsigned(clockQuality);
    if (evidence == null) {
      out.nullValue();
    } else {
      out.bytes(Digest.BYTES, evidence::copyTo);
    }
    if (echo == null) {
      out.nullValue();
    } else {
      out.bytes(Challenge.BYTES, echo.value()::copyTo);
    }
    out.unsigned(flags);
    out.bytes(Digest.BYTES, root::copyTo);
    out.unsigned(sizeBytes);
  }

  /** The payload's one encoding. */
  public byte[] encode() {
    var out = new CborWriter(256);
    writeTo(out);
    return out.toByteArray();
  }

  /** Reads a payload from outside. */
  public static Decoded<BlockHeader> decode(byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(FIELDS);
    if (in.unsigned() != VERSION) {
      in.refuse(BlockReason.VERSION);
    }
    String origin = in.text(ORIGIN_BYTES_MAX);
    ChainId chain = ChainId.of(in.bytesExactly(ChainId.BYTES));
    long boot = in.unsigned();
    long seq = in.unsigned();
    long first = in.unsigned();
    int count = (int) in.unsigned(RecordBatch.COUNT_MAX);
    Digest previous = Digest.of(in.bytesExactly(Digest.BYTES));
    long start = in.unsigned();
    long end = in.unsigned();
    Long wall = in.takeNull() ? null : Long.valueOf(in.unsigned());
    int quality = (int) in.unsigned(CLOCK_QUALITY_MAX);
    Digest evidence = in.takeNull() ? null : Digest.of(in.bytesExactly(Digest.BYTES));
    Challenge echo = in.takeNull() ? null : Challenge.of(in.bytesExactly(Challenge.BYTES));
    int flags = (int) in.unsigned(BlockFlag.MASK);
    Digest root = Digest.of(in.bytesExactly(Digest.BYTES));
    int size = (int) in.unsigned(RecordBatch.BYTES_MAX);
    BlockReason fault =
        fault(origin, seq, first, count, previous, start, end, wall, quality, flags, root, size);
    if (fault != null) {
      in.refuse(0, fault);
    }
    return in.end(() ->
        new BlockHeader(
            origin, chain, boot, seq, first, count, previous, start, end, wall, quality, evidence,
            echo, flags, root, size));
  }

  /** The rules of docs/formats/block.md §9 that no single field can hold. */
  private static @Nullable BlockReason fault(
      String origin,
      long seq,
      long first,
      int count,
      Digest previous,
      long start,
      long end,
      @Nullable Long wall,
      int clockQuality,
      int flags,
      Digest root,
      int sizeBytes) {
    if (origin.isEmpty()) {
      return BlockReason.ORIGIN_EMPTY;
    }
    if (end < start) {
      return BlockReason.END_BEFORE_START;
    }
    if (wall == null && clockQuality != 0) {
      return BlockReason.QUALITY_WITHOUT_WALL;
    }
    if (first > Long.MAX_VALUE - count) {
      return BlockReason.FIRST_TOO_LARGE;
    }
    boolean isEmpty = count == 0;
    if (isEmpty != (sizeBytes == 0) || isEmpty != root.equals(EMPTY_ROOT)) {
      return BlockReason.NOT_EMPTY;
    }
    return flagFault(seq, first, previous, flags, isEmpty);
  }

  private static @Nullable BlockReason flagFault(
      long seq, long first, Digest previous, int flags, boolean isEmpty) {
    if (seq == 0) {
      boolean isBoot = (flags & BlockFlag.BOOT.bit()) != 0;
      if (first != 0 || !isBoot || !previous.equals(NO_LINK)) {
        return BlockReason.FIRST_BLOCK;
      }
    } else if ((flags & BlockFlag.CHAIN_RESET.bit()) != 0) {
      return BlockReason.RESET_LATER;
    }
    int keyFlags = BlockFlag.KEY_CHANGE.bit() | BlockFlag.KEY_CONFIRM.bit();
    if ((flags & keyFlags) == keyFlags) {
      return BlockReason.KEY_FLAGS;
    }
    int groupSleeps = BlockFlag.GROUP.bit() | BlockFlag.SLEEP.bit();
    if ((flags & groupSleeps) == groupSleeps) {
      return BlockReason.GROUP_SLEEPS;
    }
    if (isEmpty && (flags & (keyFlags | BlockFlag.CHAIN_RESET.bit())) != 0) {
      return BlockReason.FLAG_WITHOUT_RECORD;
    }
    return null;
  }
}
