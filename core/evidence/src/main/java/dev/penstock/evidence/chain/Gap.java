package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.merkle.Digest;
import java.util.List;

/**
 * Blocks that are missing behind the head.
 *
 * @param first first block still missing
 * @param last last block still missing
 * @param from first block of the hole this stands for; what lies between was filled
 * @param to last block of that hole
 * @param openedAt observer's time at which a later block was first seen
 * @param firstRecord the chain's record count before block {@code first}
 * @param endRecord the chain's record count after block {@code last}
 * @param next previous link that block {@code last + 1} names: what the last one must have
 * @param isNextAdmitted whether a person admitted the key of block {@code last + 1}
 * @param isBefore true when it lies before the block that was seen first: what comes in there
 *     before the gap is reported is not out of order
 * @param isReported true once a GAP was found
 */
record Gap(
    long first,
    long last,
    long from,
    long to,
    long openedAt,
    long firstRecord,
    long endRecord,
    Digest next,
    boolean isNextAdmitted,
    boolean isBefore,
    boolean isReported) {
  /** More open gaps in one chain are not kept apart. */
  static final int COUNT_MAX = 64;

  /** How many blocks are missing. */
  long blocks() {
    return last - first + 1;
  }

  /** How many records are missing. */
  long records() {
    return Math.max(0, endRecord - firstRecord);
  }

  Gap reported() {
    return new Gap(
        first,
        last,
        first,
        last,
        openedAt,
        firstRecord,
        endRecord,
        next,
        isNextAdmitted,
        isBefore,
        true);
  }

  boolean covers(long seq) {
    return first <= seq && seq <= last;
  }

  /**
   * What is still missing once this block is there: nothing, one part or two. A block from the
   * middle counts to the left part's hole.
   */
  List<Gap> without(Held late) {
    BlockHeader filled = late.block().header();
    long seq = filled.seq();
    var left =
        new Gap(
            first,
            seq - 1,
            from,
            seq == last ? to : seq,
            openedAt,
            firstRecord,
            filled.first(),
            filled.previous(),
            late.isAdmitted(),
            isBefore,
            isReported);
    var right =
        new Gap(
            seq + 1,
            last,
            seq == first ? from : seq + 1,
            to,
            openedAt,
            filled.firstAfter(),
            endRecord,
            next,
            isNextAdmitted,
            isBefore,
            isReported);
    if (first == last) {
      return List.of();
    }
    if (seq == first) {
      return List.of(right);
    }
    return seq == last ? List.of(left) : List.of(left, right);
  }
}
