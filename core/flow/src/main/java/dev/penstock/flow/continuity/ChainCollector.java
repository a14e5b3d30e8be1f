package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Disclosure;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.InclusionProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the blocks of one chain for a certificate about one source: every header, and of the
 * records only those that are its ground. One thread at a time.
 */
public final class ChainCollector {
  /** Where the log's proofs come from; {@code index -> view.inclusion(index, size)}. */
  @FunctionalInterface
  public interface Proofs {
    /** A proof for the size of the certificate's checkpoint. */
    InclusionProof inclusion(long index) throws IOException;
  }

  private final long source;
  private final SaltedTree tree = new SaltedTree();
  private final List<ByteString> blocks = new ArrayList<>();
  private final List<ChainShown.Shown> records = new ArrayList<>();
  private long firstLeaf;
  private long lastLeaf;

  public ChainCollector(long source) {
    this.source = source;
  }

  /** How many blocks were added; at most {@link ChainShown#BLOCKS_MAX} can be shown. */
  public int count() {
    return blocks.size();
  }

  /**
   * Adds the next block of a chain without records: a heartbeat, a device's own block, or one whose
   * payload is gone. What it held is then not shown, and time it spoke of becomes UNKNOWN.
   *
   * @param leaf its index in the log
   */
  public void add(Block block, long leaf) {
    if (blocks.isEmpty()) {
      firstLeaf = leaf;
    } else if (leaf <= lastLeaf) {
      throw new IllegalArgumentException("leaf " + leaf + " behind leaf " + lastLeaf);
    }
    lastLeaf = leaf;
    blocks.add(ByteString.of(block.leaf()));
  }

  /**
   * Adds the next block of a chain of the gateway's own, with all of its records.
   *
   * @param key K, by which they were salted
   */
  public void add(Block block, long leaf, byte[] key, RecordBatch batch) {
    if (batch.count() != block.header().count()) {
      throw new IllegalArgumentException(block + " with " + batch.count() + " records");
    }
    add(block, leaf);
    int start = 0;
    while (start < batch.count()) {
      int end = start;
      while (end < batch.count() && isGround(batch, end)) {
        end++;
      }
      if (end > start) {
        var disclosure = Disclosure.of(tree, key, batch, start, end);
        records.add(new ChainShown.Shown(blocks.size() - 1, disclosure));
      }
      start = end + 1;
    }
  }

  /**
   * Adds the next block of a chain of the gateway's own, with what is shown of its records: all
   * that are {@link CertificateMaker#isGround}, however few of the others are still there.
   *
   * @param shown parts of its records, ascending
   */
  public void add(Block block, long leaf, List<Disclosure> shown) {
    add(block, leaf);
    for (Disclosure one : shown) {
      records.add(new ChainShown.Shown(blocks.size() - 1, one));
    }
  }

  private boolean isGround(RecordBatch batch, int index) {
    int from = batch.startOf(index);
    var decoded = LedgerRecord.decode(batch.buffer(), from, batch.startOf(index + 1) - from);
    return switch (decoded) {
      case Decoded.Value<LedgerRecord>(var record) -> CertificateMaker.isGround(record, source);
      // Of a later version: it would make the certificate unreadable, and is not ours to judge.
      case Decoded.Refused<LedgerRecord> _ -> false;
    };
  }

  /** What was added, with the places of the first and the last block in the log. */
  public ChainShown shown(Proofs proofs) throws IOException {
    return new ChainShown(blocks, place(proofs, firstLeaf), place(proofs, lastLeaf), records);
  }

  private static LogPlace place(Proofs proofs, long leaf) throws IOException {
    return new LogPlace(leaf, proofs.inclusion(leaf).path());
  }
}
