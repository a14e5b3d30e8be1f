package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import java.nio.ByteBuffer;
import java.util.List;

/** Tells contradictions within the budget that {@link Disputes} keeps. */
final class Contradictions {
  private final ChainState state;
  private final List<Finding> findings;

  Contradictions(ChainState state, List<Finding> findings) {
    this.state = state;
    this.findings = findings;
  }

  /**
   * Two signed blocks cannot both be of one honest chain.
   *
   * @return true when this very contradiction was told before
   */
  boolean found(FindingCode code, FindingReason reason, ByteString known, Block block) {
    state.contradictions++;
    Digest key = Disputes.key(reason.name(), block.link());
    long seq = block.header().seq();
    boolean isAgain = state.disputes.isKnown(key);
    long count = take(key);
    if (count > 0) {
      findings.add(
          Finding.of(code, reason, state, seq, seq)
              .withCount(count)
              .withEvidence(List.of(known, ByteString.of(block.leaf()))));
    }
    return isAgain;
  }

  /** A session that was replaced sends again. */
  void clone(long session) {
    state.clones++;
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(session).array();
    if (take(Disputes.key("CLONE_SUSPECT", Sha256.of(number))) > 0) {
      findings.add(
          Finding.of(FindingCode.CLONE_SUSPECT, null, state, -1, -1).withCount(state.clones));
    }
  }

  private long take(Digest key) {
    turn();
    return state.disputes.take(key);
  }

  /** Tells what was only counted, once its hour is over. */
  void turn() {
    if (state.disputes.isOver(state.now)) {
      flush();
      state.disputes.begin(state.now);
    }
  }

  /** Tells what was only counted so far. */
  void flush() {
    if (state.disputes.more > 0) {
      findings.add(
          new Finding(
              FindingCode.FORK,
              null,
              state.wallNow,
              state.origin,
              state.chain,
              -1,
              -1,
              -1,
              state.disputes.more,
              List.of(),
              state.disputes.rolling,
              "further contradictions, counted and not kept"));
    }
  }
}
