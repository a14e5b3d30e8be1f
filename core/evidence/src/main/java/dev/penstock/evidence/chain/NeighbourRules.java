package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.record.ByteString;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a block must agree about with the one before it, beyond its link: counters, boots, clocks,
 * echoes and keys. Reports, and never decides whether the block is linked.
 */
final class NeighbourRules {
  private final ChainPolicy policy;
  private final ChainState state;
  private final List<Finding> findings;
  private final Contradictions contradictions;

  NeighbourRules(
      ChainPolicy policy, ChainState state, List<Finding> findings, Contradictions contradictions) {
    this.policy = policy;
    this.state = state;
    this.findings = findings;
    this.contradictions = contradictions;
  }

  /**
   * Compares a block with the head, which comes before it.
   *
   * @param isNeighbour false when blocks are missing between them
   */
  void check(Held held, boolean isNeighbour, Supplier<ByteString> headLeaf) {
    BlockHeader header = held.block().header();
    boolean isFirstRight =
        isNeighbour ? header.first() == state.firstAfter : header.first() >= state.firstAfter;
    if (!isFirstRight) {
      inconsistent(FindingReason.FIRST, header);
    }
    boot(held.block(), isNeighbour, headLeaf);
    boolean isSameRun = header.boot() == state.boot && !header.has(BlockFlag.BOOT);
    if (isSameRun && header.start() < state.end) {
      clockBack(FindingReason.MONOTONIC, header);
    }
    wall(header);
    key(held, isNeighbour);
  }

  boolean isNewBoot(BlockHeader header) {
    return state.head == ChainState.NONE || header.boot() != state.boot;
  }

  private void boot(Block block, boolean isNeighbour, Supplier<ByteString> headLeaf) {
    BlockHeader header = block.header();
    boolean isFlagged = header.has(BlockFlag.BOOT);
    boolean isBack = header.boot() < state.boot || (isFlagged && header.boot() <= state.bootHigh);
    if (isBack) {
      fork(FindingReason.BOOT, block, headLeaf);
    } else if (isNeighbour && header.boot() > state.boot && !isFlagged) {
      inconsistent(FindingReason.BOOT_FLAG, header);
    }
  }

  private void wall(BlockHeader header) {
    Long wall = header.wall();
    if (wall != null
        && state.wall != ChainState.NONE
        && isBack(policy, state.wall, state.clockQuality, wall, header.clockQuality())) {
      clockBack(FindingReason.WALL, header);
    }
  }

  /** True when the later block's wall clock stepped back by more than both may be wrong. */
  static boolean isWallBack(ChainPolicy policy, BlockHeader before, BlockHeader after) {
    Long first = before.wall();
    Long second = after.wall();
    return first != null
        && second != null
        && isBack(policy, first, before.clockQuality(), second, after.clockQuality());
  }

  private static boolean isBack(
      ChainPolicy policy, long before, int qualityBefore, long after, int qualityAfter) {
    long slack = 0;
    if (qualityBefore > 0 && qualityAfter > 0) {
      // Each exponent is at most 62, so the sum may overflow only into the sign.
      long sum = (1L << qualityBefore) + (1L << qualityAfter);
      long max = policy.wallStepMax().toNanos();
      slack = sum < 0 ? max : Math.min(sum, max);
    }
    return before - after > slack;
  }

  /** Compares the wall clock with the time of receipt; reported when it changes sides. */
  void checkClockAgainst(Held held) {
    if (held.block().header().wall() != null) {
      int side = side(held);
      if (side != state.clockSide) {
        state.clockSide = side;
        outside(side, held);
      }
    }
  }

  /** The same for a block that came late, which does not change the side of the newest ones. */
  void checkClockOfLate(Held held) {
    int side = side(held);
    if (side != state.clockSide) {
      outside(side, held);
    }
  }

  private int side(Held held) {
    Long wall = held.block().header().wall();
    if (wall == null) {
      return 0;
    }
    if (wall - held.wall() > policy.aheadMax().toNanos()) {
      return 1;
    }
    return held.wall() - wall > policy.behindMax().toNanos() ? 2 : 0;
  }

  private void outside(int side, Held held) {
    if (side != 0) {
      clockBack(side == 1 ? FindingReason.AHEAD : FindingReason.BEHIND, held.block().header());
    }
  }

  /** Tells what is wrong between two blocks of which one came late. */
  void report(FindingReason reason, Block before, Block after) {
    switch (reason) {
      case BOOT, ECHO -> fork(reason, after, () -> ByteString.of(before.leaf()));
      case MONOTONIC, WALL -> clockBack(reason, after.header());
      default -> inconsistent(reason, after.header());
    }
  }

  /** Judges the echo of a block that was just linked. */
  void echo(Block block, boolean isNewBoot, Supplier<ByteString> beforeLeaf) {
    if (isNewBoot) {
      state.hasEchoedSinceBoot = false;
    }
    var echo = block.header().echo();
    if (echo == null) {
      if (state.hasEchoedSinceBoot) {
        fork(FindingReason.ECHO, block, beforeLeaf);
      }
      return;
    }
    int sent = state.challenges.indexOf(echo);
    if (sent >= 0) {
      state.challenges.subList(0, sent).clear();
      state.isChallengeConfirmed = true;
      state.hasEchoedSinceBoot = true;
    } else if (state.isChallengeConfirmed) {
      fork(FindingReason.ECHO, block, beforeLeaf);
    }
  }

  /** A new key needs the old one's announcement in the block before, or a person's word. */
  private void key(Held held, boolean isNeighbour) {
    Block block = held.block();
    boolean isConfirm = block.header().has(BlockFlag.KEY_CONFIRM);
    boolean isSameKey = block.kid().equals(state.kid);
    if (!isNeighbour || (!isSameKey && held.isAdmitted())) {
      return;
    }
    boolean isRight =
        state.pendingKeyChange == null
            ? isSameKey && !isConfirm
            : !isSameKey
                && isConfirm
                && Objects.equals(state.pendingKeyChange, held.announcement());
    if (!isRight) {
      inconsistent(FindingReason.KEY_CONFIRM, block.header());
    }
  }

  /** Remembers what the block that was just linked announces. */
  void keyAfter(Held held) {
    boolean isChange = held.block().header().has(BlockFlag.KEY_CHANGE);
    state.pendingKeyChange = isChange ? held.announcement() : null;
    if (isChange && held.announcement() == null) {
      inconsistent(FindingReason.KEY_CHANGE, held.block().header());
    }
  }

  private void fork(FindingReason reason, Block block, Supplier<ByteString> before) {
    var _ = contradictions.found(FindingCode.FORK, reason, before.get(), block);
  }

  private void inconsistent(FindingReason reason, BlockHeader header) {
    findings.add(Finding.of(FindingCode.INCONSISTENT, reason, state, header.seq(), header.seq()));
  }

  private void clockBack(FindingReason reason, BlockHeader header) {
    findings.add(Finding.of(FindingCode.CLOCK_BACK, reason, state, header.seq(), header.seq()));
  }
}
