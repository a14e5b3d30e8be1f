package dev.penstock.cli.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.chain.ChainFile;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.FindingCode;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.SeenBlocks;
import dev.penstock.evidence.chain.Verdict;
import dev.penstock.signature.Signatures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one chain file came to.
 *
 * @param hasOwnTrust true when the reader said which keys to trust
 * @param blocks how many made a leaf
 * @param damage where and why the file could not be read on, or null
 */
record Replay(
    String file,
    boolean hasOwnTrust,
    long events,
    long blocks,
    ChainFile.Next.@Nullable Damaged damage,
    List<ChainState> chains,
    List<Finding> findings) {
  Replay {
    chains = List.copyOf(chains);
    findings = List.copyOf(findings);
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
    if (wrong() > 0 || blocks == 0) {
      return Answer.NOT_VERIFIED;
    }
    return hasOwnTrust ? Answer.VERIFIED : Answer.SELF_CONSISTENT;
  }

  /** How many things are wrong; a gap that was closed since is not. */
  long wrong() {
    long found = findings.stream().filter(Replay::isWrong).count();
    return found + chains.stream().filter(chain -> chain.missing() > 0).count();
  }

  private static boolean isWrong(Finding finding) {
    boolean isGapInside = finding.code() == FindingCode.GAP && finding.reason() == null;
    return !finding.code().isNote() && !isGapInside;
  }

  /** Runs a file through an observer; with keys given, those in the file are ignored. */
  static Replay run(
      String file,
      InputStream in,
      Signatures signatures,
      @Nullable List<ObserverEvent.KeyAdmitted> trust)
      throws IOException {
    var seen = new SeenBlocks();
    var observer = new Observer(ChainPolicy.DEFAULT, signatures, seen);
    if (trust != null) {
      for (ObserverEvent.KeyAdmitted key : trust) {
        var _ = observer.take(key);
      }
    }
    var findings = new ArrayList<Finding>();
    var reader = new ChainFile.Reader(new BufferedInputStream(in));
    long events = 0;
    long blocks = 0;
    while (true) {
      switch (reader.next()) {
        case ChainFile.Next.Event(var event) -> {
          events++;
          if (trust == null || !isTrust(event)) {
            Observer.Outcome outcome = observer.take(event);
            findings.addAll(outcome.findings());
            Verdict verdict = outcome.verdict();
            Block block = outcome.block();
            if (verdict != null && verdict.makesLeaf() && block != null) {
              seen.add(block);
              blocks++;
            }
          }
        }
        case ChainFile.Next.End() -> {
          return new Replay(file, trust != null, events, blocks, null, observer.chains(), findings);
        }
        case ChainFile.Next.Damaged damage -> {
          return new Replay(
              file, trust != null, events, blocks, damage, observer.chains(), findings);
        }
      }
    }
  }

  private static boolean isTrust(ObserverEvent event) {
    return switch (event) {
      case ObserverEvent.KeyAdmitted _, ObserverEvent.KeyRevoked _ -> true;
      case ObserverEvent.Arrived _,
          ObserverEvent.Tick _,
          ObserverEvent.ChallengeSent _,
          ObserverEvent.Anchored _ ->
          false;
    };
  }
}
