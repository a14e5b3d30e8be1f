package dev.penstock.evidence.chain;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observer's rules as a pure function: state and event in, new state and findings out (block.md
 * §9, docs/formats/chain.md). The same events give the same findings on every machine, so a replay
 * from stored bytes repeats the live verdict. Safe for use by several threads.
 */
public final class ChainVerifier {
  /**
   * What one event came to.
   *
   * @param verdict null unless the event was an arrival
   * @param alsoLinked numbers of blocks that were held and are in order now
   * @param keyEnds keys that another followed as the signer of the chain
   */
  public record Outcome(
      ChainState state,
      @Nullable Verdict verdict,
      List<Finding> findings,
      List<Long> alsoLinked,
      List<KeyEnd> keyEnds) {
    public Outcome {
      findings = List.copyOf(findings);
      alsoLinked = List.copyOf(alsoLinked);
      keyEnds = List.copyOf(keyEnds);
    }
  }

  /** A key signs no block after this one. */
  public record KeyEnd(Digest kid, long last) {}

  private final ChainPolicy policy;

  public ChainVerifier(ChainPolicy policy) {
    this.policy = policy;
  }

  /** Takes one step. The lookup answers as of before this event. */
  public Outcome step(ChainState state, ChainEvent event, BlockLookup lookup) {
    var step = new ChainStep(policy, state.copy(), lookup);
    return step.outcome(step.take(event));
  }
}
