package dev.penstock.cli.chain;

import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.FindingCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one chain file came to, beside the findings, which were told as they were made.
 *
 * @param hasOwnTrust true when the reader said which keys to trust
 * @param blocks how many made a leaf
 * @param wrongFindings how many findings say that something is wrong
 * @param damage where and why the file could not be read on, or null
 */
record Replay(
    String file,
    boolean hasOwnTrust,
    long events,
    long blocks,
    long wrongFindings,
    ChainFile.Next.@Nullable Damaged damage,
    List<Chain> chains) {
  Replay {
    chains = List.copyOf(chains);
  }

  /**
   * How one chain stands at the end of the file.
   *
   * @param from the first block that a trusted key may sign, or -1
   */
  record Chain(ChainState state, long from) {
    /** Blocks that must exist and are not there. */
    long missing() {
      return state.missing() + state.missingAhead();
    }

    /** True when trust begins before the first block that is there, or there is none. */
    boolean beginsLate() {
      return state.head() < 0 || state.base() > Math.max(0, from);
    }
  }

  /** The whole answer in one word. */
  enum Answer {
    VERIFIED,
    SELF_CONSISTENT,
    NOT_VERIFIED,
    UNUSABLE
  }

  Answer answer() {
    if (damage != null) {
      return Answer.UNUSABLE;
    }
    if (wrong() > 0 || blocks == 0 || (hasOwnTrust && beginsLate() > 0)) {
      return Answer.NOT_VERIFIED;
    }
    return hasOwnTrust ? Answer.VERIFIED : Answer.SELF_CONSISTENT;
  }

  /** How many things are wrong; a gap that was closed since is not. */
  long wrong() {
    return wrongFindings + chains.stream().filter(chain -> chain.missing() > 0).count();
  }

  /** Of how many chains the file lacks the start, or all. */
  long beginsLate() {
    return chains.stream().filter(Chain::beginsLate).count();
  }

  static boolean isWrong(Finding finding) {
    boolean isGapInside = finding.code() == FindingCode.GAP && finding.reason() == null;
    return !finding.code().isNote() && !isGapInside;
  }
}
