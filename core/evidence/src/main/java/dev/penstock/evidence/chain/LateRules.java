package dev.penstock.evidence.chain;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a block that came late must agree about with those on record on either side of it: the same
 * as in order ({@link NeighbourRules}), so that whoever only decides about delivery can hide
 * nothing. Reports, and never decides whether the block is taken.
 */
final class LateRules {
  /** So far a wall clock is looked for past blocks that have none. */
  private static final int CLOCKLESS_MAX = 16;

  private final ChainPolicy policy;
  private final ChainState state;
  private final BlockLookup lookup;
  private final NeighbourRules rules;

  LateRules(ChainPolicy policy, ChainState state, BlockLookup lookup, NeighbourRules rules) {
    this.policy = policy;
    this.state = state;
    this.lookup = lookup;
    this.rules = rules;
  }

  /**
   * Compares a late block with the nearest blocks on record.
   *
   * @param beforeSeq number of the nearest one before it; it need not be on record
   * @param afterSeq and after it
   * @param isAfterAdmitted whether a person admitted that one's key
   */
  void check(Held late, long beforeSeq, long afterSeq, boolean isAfterAdmitted) {
    Block block = late.block();
    Block before = stored(beforeSeq);
    Block after = stored(afterSeq);
    boolean isNextBefore = beforeSeq == late.seq() - 1;
    boolean isNextAfter = afterSeq == late.seq() + 1;
    if (before != null) {
      for (FindingReason fault : faults(before, block, isNextBefore, late.isAdmitted(), block)) {
        rules.report(fault, before, block);
      }
    }
    if (after != null) {
      List<FindingReason> faults = faults(block, after, isNextAfter, isAfterAdmitted, block);
      if (before != null) {
        // What the two said without this block between them was told when they met.
        faults.removeAll(faults(before, after, false, true, block));
      }
      for (FindingReason fault : faults) {
        rules.report(fault, block, after);
      }
    }
    echo(before, block, after);
    if (block.header().has(BlockFlag.KEY_CHANGE) && late.announcement() == null) {
      rules.report(FindingReason.KEY_CHANGE, block, block);
    }
    rules.checkClockOfLate(late);
  }

  /** A block on record, where its bytes are. */
  @Nullable Block stored(long seq) {
    BlockLookup.Stored stored = seq < 0 ? null : lookup.find(state.chain, seq);
    return stored != null
            && Block.decode(stored.leaf().bytes()) instanceof Decoded.Value<Block>(var block)
        ? block
        : null;
  }

  @SuppressWarnings("ReferenceEquality") // one of the two is the late block itself
  private List<FindingReason> faults(
      Block before, Block after, boolean isNext, boolean isAfterAdmitted, Block late) {
    var faults = new ArrayList<FindingReason>();
    BlockHeader a = before.header();
    BlockHeader b = after.header();
    if (isNext ? b.first() != a.firstAfter() : b.first() < a.firstAfter()) {
      faults.add(FindingReason.FIRST);
    }
    boolean isFlagged = b.has(BlockFlag.BOOT);
    if (b.boot() < a.boot() || (isFlagged && b.boot() <= a.boot())) {
      faults.add(FindingReason.BOOT);
    } else if (isNext && b.boot() > a.boot() && !isFlagged) {
      faults.add(FindingReason.BOOT_FLAG);
    }
    if (b.boot() == a.boot() && !isFlagged && b.start() < a.end()) {
      faults.add(FindingReason.MONOTONIC);
    }
    BlockHeader clockBefore = clocked(a, before == late ? 0 : -1);
    BlockHeader clockAfter = clocked(b, after == late ? 0 : 1);
    if (clockBefore != null
        && clockAfter != null
        && NeighbourRules.isWallBack(policy, clockBefore, clockAfter)) {
      faults.add(FindingReason.WALL);
    }
    if (isNext && isKeyWrong(before, after, isAfterAdmitted)) {
      faults.add(FindingReason.KEY_CONFIRM);
    }
    return faults;
  }

  /** The block itself or, with a step, the nearest one that way that has a wall clock. */
  private @Nullable BlockHeader clocked(BlockHeader start, int step) {
    BlockHeader header = start;
    for (int i = 0; i < CLOCKLESS_MAX && step != 0 && header.wall() == null; i++) {
      Block next = stored(header.seq() + step);
      if (next == null) {
        return null;
      }
      header = next.header();
    }
    return header.wall() == null ? null : header;
  }

  private static boolean isKeyWrong(Block before, Block after, boolean isAfterAdmitted) {
    boolean isSameKey = before.kid().equals(after.kid());
    if (!isSameKey && isAfterAdmitted) {
      return false;
    }
    boolean isChange = before.header().has(BlockFlag.KEY_CHANGE);
    boolean isConfirm = after.header().has(BlockFlag.KEY_CONFIRM);
    return isChange ? isSameKey || !isConfirm : !isSameKey || isConfirm;
  }

  /** Within one boot an echo stays, or goes on to a newer challenge; it never goes back or ends. */
  private void echo(@Nullable Block before, Block block, @Nullable Block after) {
    BlockHeader header = block.header();
    BlockHeader a = before == null ? null : before.header();
    BlockHeader b = after == null ? null : after.header();
    boolean isRunBefore = a != null && a.boot() == header.boot();
    boolean isRunAfter = b != null && b.boot() == header.boot() && !b.has(BlockFlag.BOOT);
    if (before != null && a != null && isRunBefore && a.echo() != null) {
      boolean isGone = header.echo() == null;
      boolean isAstray =
          isRunAfter && b != null && a.echo().equals(b.echo()) && !a.echo().equals(header.echo());
      if (isGone || isAstray) {
        rules.report(FindingReason.ECHO, before, block);
        return;
      }
    }
    if (after != null && b != null && isRunAfter && header.echo() != null) {
      boolean isBack =
          b.echo() == null
              || state.challenges.indexOf(header.echo()) > state.challenges.indexOf(b.echo());
      if (isBack) {
        rules.report(FindingReason.ECHO, block, after);
      }
    }
  }
}
