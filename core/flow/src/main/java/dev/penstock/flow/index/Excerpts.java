package dev.penstock.flow.index;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** Makes excerpts of blocks; what is not shown stays behind a hash that covers its salt. */
final class Excerpts {
  private Excerpts() {}

  /** Shows nothing of a block. */
  static BlockExcerpt nothingOf(Block block) {
    int count = block.header().count();
    return count == 0
        ? new BlockExcerpt(List.of(), ByteString.EMPTY, ByteString.EMPTY, ByteString.EMPTY, 0)
        : new BlockExcerpt(
            List.of(count),
            ByteString.of(block.header().root().bytes()),
            ByteString.EMPTY,
            ByteString.EMPTY,
            0);
  }

  /**
   * Shows the records at these places.
   *
   * @param folding gives the hashes of what is not shown; asked only when there is such
   */
  static BlockExcerpt of(
      Block block,
      BitSet places,
      RecordBatch batch,
      IntUnaryOperator indexOf,
      byte[] key,
      Supplier<Cover.Folding> folding) {
    int count = block.header().count();
    var salts = new ByteArrayOutputStream();
    var records = new ByteArrayOutputStream();
    var tree = new SaltedTree();
    for (int place = places.nextSetBit(0); place >= 0; place = places.nextSetBit(place + 1)) {
      int index = indexOf.applyAsInt(place);
      int at = batch.startOf(index);
      salts.writeBytes(tree.saltOf(key, place));
      records.write(batch.buffer(), at, batch.startOf(index + 1) - at);
    }
    var hashes = new ByteArrayOutputStream();
    if (places.cardinality() < count) {
      addHashes(folding.get(), places, 0, count, hashes);
    }
    return new BlockExcerpt(
        runs(places, count),
        ByteString.of(hashes.toByteArray()),
        ByteString.of(salts.toByteArray()),
        ByteString.of(records.toByteArray()),
        places.cardinality());
  }

  private static List<Integer> runs(BitSet places, int count) {
    var runs = new ArrayList<Integer>();
    boolean isShown = false;
    for (int at = 0; at < count; ) {
      int end = isShown ? places.nextClearBit(at) : places.nextSetBit(at);
      end = end < 0 ? count : Math.min(end, count);
      runs.add(end - at);
      at = end;
      isShown = !isShown;
    }
    return runs;
  }

  private static void addHashes(
      Cover.Folding folding, BitSet places, int from, int to, ByteArrayOutputStream into) {
    int shown = places.get(from, to).cardinality();
    if (shown == 0) {
      into.writeBytes(folding.root(from, to).bytes());
    } else if (shown < to - from) {
      // RFC 9162 §2.1.1: the left part is the largest power of two that leaves something.
      int split = from + Integer.highestOneBit(to - from - 1);
      addHashes(folding, places, from, split, into);
      addHashes(folding, places, split, to, into);
    }
  }
}
