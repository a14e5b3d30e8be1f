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

  NeighbourRules(ChainPolicy policy, ChainState state, List<Finding> findings) {
    this.policy = policy;
    this.state = state;
    this.findings = findings;
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
    if (wall == null || state.wall == ChainState.NONE) {
      return;
    }
    long slack = 0;
    if (header.clockQuality() > 0 && state.clockQuality > 0) {
      // Each exponent is at most 62, so the sum may overflow only into the sign.
      long sum = (1L << header.clockQuality()) + (1L << state.clockQuality);
      long max = policy.wallStepMax().toNanos();
      slack = sum < 0 ? max : Math.min(sum, max);
    }
    if (state.wall - wall > slack) {
      clockBack(FindingReason.WALL, header);
    }
  }

  /** Compares the wall clock with the time of receipt; reported when it changes sides. */
  void checkClockAgainst(Held held) {
    BlockHeader header = held.block().header();
    Long wall = header.wall();
    if (wall == null) {
      return;
    }
    int side = 0;
    if (wall - held.at() > policy.aheadMax().toNanos()) {
      side = 1;
    } else if (held.at() - wall > policy.behindMax().toNanos()) {
      side = 2;
    }
    if (side != state.clockSide) {
      state.clockSide = side;
      if (side != 0) {
        clockBack(side == 1 ? FindingReason.AHEAD : FindingReason.BEHIND, header);
      }
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
    if (!isNeighbour || (!isSameKey && Objects.equals(block.kid(), state.admittedKid))) {
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
    if (Objects.equals(held.block().kid(), state.admittedKid)) {
      state.admittedKid = null;
    }
  }

  private void fork(FindingReason reason, Block block, Supplier<ByteString> before) {
    state.contradictions++;
    if (ChainStep.isReported(state.contradictions)) {
      long seq = block.header().seq();
      findings.add(
          Finding.of(FindingCode.FORK, reason, state, seq, seq)
              .withCount(state.contradictions)
              .withEvidence(List.of(before.get(), ByteString.of(block.leaf()))));
    }
  }

  private void inconsistent(FindingReason reason, BlockHeader header) {
    findings.add(Finding.of(FindingCode.INCONSISTENT, reason, state, header.seq(), header.seq()));
  }

  private void clockBack(FindingReason reason, BlockHeader header) {
    findings.add(Finding.of(FindingCode.CLOCK_BACK, reason, state, header.seq(), header.seq()));
  }
}
