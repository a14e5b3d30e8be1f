package dev.penstock.flow.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.ChainTip;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at closed blocks as somebody who holds header, extents and journal would, and finds each
 * record in its leaf.
 */
final class Auditor {
  /** A record by its names. */
  record Name(long source, long seq) {}

  private final byte[] journal;
  private final SaltedTree tree = new SaltedTree();
  private final Map<ChainId, ChainTip> tips = new HashMap<>();
  private final Map<Lane, ChainId> chains = new LinkedHashMap<>();
  private final Map<Long, Long> lastSeq = new HashMap<>();
  private final List<Name> sealed = new ArrayList<>();

  Auditor(FakeJournal journal) {
    this.journal = journal.all();
  }

  /** All records sealed so far. */
  List<Name> sealed() {
    return sealed;
  }

  /** The last record sealed of each source. */
  Map<Long, Long> lastSeq() {
    return lastSeq;
  }

  /** Where the chain of each lane stands. */
  Map<Lane, ChainTip> tips() {
    var byLane = new LinkedHashMap<Lane, ChainTip>();
    chains.forEach((lane, chain) -> byLane.put(lane, tips.get(chain)));
    return byLane;
  }

  /** Checks one more block, and answers the records in the order of its leaves. */
  List<Name> check(ClosedBlock closed) {
    checkChain(closed);
    boolean isGroup = closed.extents().lane() instanceof Lane.Group;
    List<LedgerRecord> records = inOrderOfLeaves(closed);
    BlockHeader header = closed.block().header();
    assertThat(header.has(BlockFlag.GROUP)).isEqualTo(isGroup);
    assertThat(header.count()).isEqualTo(records.size()).isLessThanOrEqualTo(4096);
    assertThat(header.sizeBytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(header.root()).isEqualTo(root(closed, records));
    var names = new ArrayList<Name>();
    for (LedgerRecord record : records) {
      Long last = lastSeq.put(record.source(), record.seq());
      assertThat(record.seq())
          .as("source %d, sealed up to %s", record.source(), last)
          .isGreaterThan(last == null ? -1 : last);
      names.add(new Name(record.source(), record.seq()));
    }
    sealed.addAll(names);
    return names;
  }

  private List<LedgerRecord> inOrderOfLeaves(ClosedBlock closed) {
    List<LedgerRecord> records = records(closed.extents());
    if (closed.extents().lane() instanceof Lane.Group) {
      records.sort(
          Comparator.comparingLong(LedgerRecord::source).thenComparingLong(LedgerRecord::seq));
    }
    return records;
  }

  /** The block as it travels, with K and records. */
  byte[] message(ClosedBlock closed) {
    byte[] key = closed.extents().key().bytes();
    return BlockMessage.encode(
        closed.block().leaf(), key.length == 0 ? null : key, batch(inOrderOfLeaves(closed)));
  }

  private void checkChain(ClosedBlock closed) {
    BlockHeader header = closed.block().header();
    Lane lane = closed.extents().lane();
    ChainTip tip = tips.get(header.chain());
    if (tip == null) {
      assertThat(chains).as("a second chain of one lane").doesNotContainKey(lane);
      tip = ChainTip.start(header.origin(), header.chain(), header.boot());
      chains.put(lane, header.chain());
    }
    assertThat(header.seq()).isEqualTo(tip.seq());
    assertThat(header.first()).isEqualTo(tip.first());
    assertThat(header.previous()).isEqualTo(tip.previous());
    assertThat(header.has(BlockFlag.BOOT)).isEqualTo(tip.isBooting() || header.boot() > tip.boot());
    assertThat(chains).containsEntry(lane, header.chain());
    assertThat(header.has(BlockFlag.SLEEP) && lane instanceof Lane.Group).isFalse();
    tips.put(header.chain(), ChainTip.behind(closed.block()));
  }

  private Digest root(ClosedBlock closed, List<LedgerRecord> records) {
    return tree.root(closed.extents().key().bytes(), batch(records));
  }

  private static RecordBatch batch(List<LedgerRecord> records) {
    var batch = new RecordBatch();
    for (LedgerRecord record : records) {
      assertThat(batch.add(record)).isTrue();
    }
    return batch;
  }

  private List<LedgerRecord> records(BlockExtents extents) {
    var records = new ArrayList<LedgerRecord>();
    var in = new CborReader(CborLimits.ofBytes(RecordBatch.BYTES_MAX));
    for (int i = 0; i < extents.count(); i++) {
      in.reset(journal, extents.extent(i).offset(), extents.extent(i).length());
      while (in.hasNext()) {
        int at = in.at();
        in.skip();
        records.add(decoded(at, in.at()));
      }
      assertThat(in.end()).isEmpty();
    }
    return records;
  }

  private LedgerRecord decoded(int from, int to) {
    return switch (LedgerRecord.decode(journal, from, to - from)) {
      case Decoded.Value<LedgerRecord>(var record) -> record;
      case Decoded.Refused<LedgerRecord>(var refusal) -> throw new AssertionError(refusal);
    };
  }
}
