package dev.penstock.evidence.block;

import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.cose.CoseSign1Signer;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.evidence.record.RecordKind;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signer;
import dev.penstock.signature.SigningException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the blocks of one chain: takes records, says when a block is due, and signs it. It has no
 * clock, no random source and no store: the caller brings the time, K and the signer, and stores
 * {@link #tip} before a block leaves. One thread at a time.
 */
public final class BlockBuilder {
  /** What to do now. */
  public enum Due {
    /** Nothing. */
    WAIT,
    /** Close the open block. */
    CLOSE,
    /** Nothing was recorded for long: close a block that is empty, or has what waits for one. */
    HEARTBEAT
  }

  private final SealingPace pace;
  private final boolean isGroup;
  private final SaltedTree tree;
  private final RecordBatch records = new RecordBatch();

  private ChainTip tip;
  private CoseSign1Signer signer;

  /** Monotonic time at which the block before this one closed, or the run began. */
  private long openedAt;

  /** Monotonic time of the first record in the open block that does not wait for others. */
  private long firstAt;

  /** Whether the open block has a record that does not wait for others. */
  private boolean hasStatement;

  private boolean isUrgent;
  private int flags;

  /**
   * @param isGroup true for a chain that several sources share
   * @param now ns since boot
   */
  public BlockBuilder(ChainTip tip, Signer signer, SealingPace pace, boolean isGroup, long now) {
    this(tip, signer, pace, isGroup, now, new SaltedTree());
  }

  /**
   * A builder that hashes with a tree which others of the same thread use too: a gateway has many
   * chains, and closes one block at a time.
   */
  public BlockBuilder(
      ChainTip tip, Signer signer, SealingPace pace, boolean isGroup, long now, SaltedTree tree) {
    this.tip = tip;
    this.tree = tree;
    this.signer = Envelope.BLOCK.signer(signer, null);
    this.pace = pace;
    this.isGroup = isGroup;
    this.openedAt = now;
  }

  /** Signs with another key from the open block on. */
  public void signWith(Signer next) {
    signer = Envelope.BLOCK.signer(next, null);
  }

  /** Signs with this key from the open block on, with claims that make blocks SCITT statements. */
  public void signWith(Signer next, Claims claims) {
    signer = Envelope.BLOCK.signer(next, claims);
  }

  /** Where the chain stands. */
  public ChainTip tip() {
    return tip;
  }

  /** How many records wait in the open block. */
  public int count() {
    return records.count();
  }

  /** How many bytes the records in the open block take. */
  public int sizeBytes() {
    return records.sizeBytes();
  }

  /** Adds a record; false when the block must be closed first. */
  public boolean add(LedgerRecord record, long now) {
    return added(records.add(record), record.kind(), now);
  }

  /** Adds a record that is encoded already; false when the block must be closed first. */
  public boolean addEncoded(
      RecordKind kind, long source, byte[] from, int at, int length, long now) {
    return added(records.addEncoded(source, from, at, length), kind, now);
  }

  /** Adds a sample, as {@link RecordBatch#sample}; false when the block must be closed first. */
  public boolean sample(
      long seq,
      long source,
      long point,
      long sourceTime,
      long receivedTime,
      long quality,
      double value,
      long now) {
    boolean hasRoom = records.sample(seq, source, point, sourceTime, receivedTime, quality, value);
    return added(hasRoom, RecordKind.SAMPLE, now);
  }

  /**
   * Makes record 0 of the open, still empty block one that its flag promises: {@link
   * BlockFlag#KEY_CHANGE}, {@link BlockFlag#KEY_CONFIRM} or {@link BlockFlag#CHAIN_RESET}. Such a
   * block closes at once.
   */
  public void announce(BlockFlag flag, LedgerRecord record, long now) {
    if (records.count() > 0) {
      throw new IllegalStateException(flag + " must be record 0; close the open block first");
    }
    RecordKind wanted =
        switch (flag) {
          case KEY_CHANGE, KEY_CONFIRM -> RecordKind.KEY_CHANGE;
          case CHAIN_RESET -> RecordKind.CHAIN_RESET;
          case BOOT, GROUP, SLEEP -> throw new IllegalArgumentException(flag + " is not announced");
        };
    if (record.kind() != wanted) {
      throw new IllegalArgumentException(flag + " needs a " + wanted + " record");
    }
    if (!add(record, now)) {
      throw new IllegalStateException("an empty block has no room for " + record.kind());
    }
    flags |= flag.bit();
    isUrgent = true;
  }

  private boolean added(boolean hasRoom, RecordKind kind, long now) {
    if (!hasRoom) {
      isUrgent = true;
      return false;
    }
    if (!hasStatement && !kind.waitsForBlock()) {
      hasStatement = true;
      firstAt = now;
    }
    isUrgent |= kind.closesBlock() || records.count() == RecordBatch.COUNT_MAX;
    return true;
  }

  /** What to do at this time. */
  public Due due(long now) {
    if (isUrgent || hasStatement) {
      return isUrgent || now - firstAt >= pace.close().toNanos() ? Due.CLOSE : Due.WAIT;
    }
    return now - openedAt >= pace.heartbeat().toNanos() ? Due.HEARTBEAT : Due.WAIT;
  }

  /**
   * Signs the open block, with its records or as a heartbeat, and opens the next. When signing
   * fails nothing has changed and the call can be repeated.
   *
   * @param key K: 32 fresh random bytes, never used for another block; null for a heartbeat
   */
  public SealedBlock close(Closing closing, byte @Nullable [] key) throws SigningException {
    Block block = sign(closing, key, 0);
    byte[] message = BlockMessage.encode(block.leaf(), key, records);
    open(block);
    return new SealedBlock(block, message);
  }

  /**
   * As {@link #close}, without the message: for a maker whose records lie in a journal already.
   * Allocates nothing per record.
   */
  public Block seal(Closing closing, byte @Nullable [] key) throws SigningException {
    return seal(closing, key, _ -> {});
  }

  /**
   * As {@link #seal(Closing, byte[])}.
   *
   * @param onlooker is shown the records of the block, in the order of its leaves, before they are
   *     forgotten; it must not keep them
   */
  public Block seal(Closing closing, byte @Nullable [] key, Consumer<RecordBatch> onlooker)
      throws SigningException {
    Block block = sign(closing, key, 0);
    onlooker.accept(records);
    open(block);
    return block;
  }

  /**
   * As {@link #seal}, for the last block before the chain sleeps: it says that no heartbeat will
   * come until the next block. A group chain never sleeps.
   */
  public Block sealForSleep(Closing closing, byte @Nullable [] key) throws SigningException {
    if (isGroup) {
      throw new IllegalStateException("group chain " + tip.chain() + " never sleeps");
    }
    Block block = sign(closing, key, BlockFlag.SLEEP.bit());
    open(block);
    return block;
  }

  private Block sign(Closing closing, byte @Nullable [] key, int lastFlags)
      throws SigningException {
    if (closing.end() < openedAt) {
      throw new IllegalArgumentException(
          "block closes at " + closing.end() + ", opened at " + openedAt);
    }
    if ((key == null) != (records.count() == 0)) {
      throw new IllegalArgumentException(
          "a block of " + records.count() + (key == null ? " records needs K" : " takes no K"));
    }
    if (isGroup) {
      records.sortBySource();
    }
    Digest root = tree.root(key == null ? new byte[0] : key, records);
    return made(signer.sign(header(closing, root, lastFlags).encode()));
  }

  private void open(Block block) {
    tip = tip.after(block);
    openedAt = block.header().end();
    records.clear();
    isUrgent = false;
    hasStatement = false;
    flags = 0;
  }

  private static Block made(byte[] leaf) {
    return switch (Block.decode(leaf)) {
      case Decoded.Value<Block>(var block) -> block;
      case Decoded.Refused<Block>(var refusal) ->
          throw new IllegalStateException("a block of ours does not decode: " + refusal);
    };
  }

  private BlockHeader header(Closing closing, Digest root, int lastFlags) {
    int allFlags =
        flags
            | lastFlags
            | (tip.isBooting() ? BlockFlag.BOOT.bit() : 0)
            | (isGroup ? BlockFlag.GROUP.bit() : 0);
    return new BlockHeader(
        tip.origin(),
        tip.chain(),
        tip.boot(),
        tip.seq(),
        tip.first(),
        records.count(),
        tip.previous(),
        openedAt,
        closing.end(),
        closing.wall(),
        closing.clockQuality(),
        closing.evidence(),
        closing.echo(),
        allFlags,
        root,
        records.sizeBytes());
  }
}
