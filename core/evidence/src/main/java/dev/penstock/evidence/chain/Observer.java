package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signatures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Watches many chains: routes each event to the state it concerns, follows changes of keys, and
 * keeps refused messages within their budget. The owner stores every block whose verdict makes a
 * leaf before it hands in the next event. Deterministic; one thread at a time.
 */
public final class Observer {
  /**
   * What one event came to.
   *
   * @param verdict null unless the event was an arrival
   * @param block what arrived, unless it was refused
   */
  public record Outcome(@Nullable Verdict verdict, @Nullable Block block, List<Finding> findings) {
    public Outcome {
      findings = List.copyOf(findings);
    }
  }

  private final ChainVerifier verifier;
  private final BlockChecker checker;
  private final BlockLookup lookup;
  private final KeyBook keys = new KeyBook();
  private final Refusals refusals = new Refusals();

  /** Sorted, so that a tick reports in the same order on every machine. */
  private final Map<ChainId, ChainState> states =
      new TreeMap<>(Comparator.comparing(ChainId::toString));

  public Observer(ChainPolicy policy, Signatures signatures, BlockLookup lookup) {
    this.verifier = new ChainVerifier(policy);
    this.checker = new BlockChecker(signatures);
    this.lookup = lookup;
  }

  /** The chains seen so far, in the order of their ids. */
  public List<ChainState> chains() {
    return List.copyOf(states.values());
  }

  /** The state of one chain, or null when nothing was seen of it. */
  public @Nullable ChainState chain(ChainId chain) {
    return states.get(chain);
  }

  /** The keys it takes blocks from. */
  public KeyBook keys() {
    return keys;
  }

  /** Takes one event. */
  public Outcome take(ObserverEvent event) {
    return switch (event) {
      case ObserverEvent.Arrived arrived ->
          arrived(arrived, checker.check(arrived.message().bytes(), keys::status));
      case ObserverEvent.Tick(var at) -> tick(at);
      case ObserverEvent.ChallengeSent(var at, var chain, var challenge) ->
          toChain(chain, new ChainEvent.ChallengeSent(at, challenge));
      case ObserverEvent.Anchored(var at, var chain, var seq, var link, var _) ->
          toChain(chain, new ChainEvent.Anchored(at, seq, link));
      case ObserverEvent.KeyAdmitted admitted -> {
        keys.admit(admitted.key(), admitted.origin(), admitted.chain(), admitted.from());
        var _ =
            states.computeIfAbsent(admitted.chain(), id -> ChainState.fresh(admitted.origin(), id));
        Digest kid = Block.kidOf(admitted.key());
        yield toChain(admitted.chain(), new ChainEvent.KeyChanged(admitted.at(), kid));
      }
      case ObserverEvent.KeyRevoked(var _, var kid) -> {
        keys.revoke(kid);
        yield new Outcome(null, null, List.of());
      }
    };
  }

  /**
   * Takes an arrival whose message was checked before its turn, by another thread maybe. Gives what
   * {@link #take(ObserverEvent)} would: where the key's standing has changed since, the check is
   * made again.
   *
   * @param ahead the check of this very message under a {@linkplain KeyBook#snapshot snapshot} of
   *     {@link #keys}
   */
  public Outcome take(ObserverEvent.Arrived arrived, BlockChecker.Ahead ahead) {
    return ahead.holds(keys::status) ? arrived(arrived, ahead.checked()) : take(arrived);
  }

  private Outcome arrived(ObserverEvent.Arrived arrived, Checked checked) {
    return switch (checked) {
      case Checked.Refused refused ->
          new Outcome(
              Verdict.REFUSED,
              null,
              refusals.refused(refused, arrived.at(), arrived.listener(), arrived.message()));
      case Checked.Valid(var block, var announcement) -> {
        ChainId chain = block.header().chain();
        var event =
            new ChainEvent.Arrived(
                arrived.at(),
                block,
                arrived.session(),
                announcement == null ? null : announcement.digest());
        ChainState before =
            states.getOrDefault(chain, ChainState.fresh(block.header().origin(), chain));
        ChainVerifier.Outcome outcome = verifier.step(before, event, lookup);
        states.put(chain, outcome.state());
        Verdict verdict = outcome.verdict();
        boolean isTaken = verdict != null && verdict.makesLeaf();
        if (isTaken && announcement != null && block.header().has(BlockFlag.KEY_CHANGE)) {
          keys.follow(block.kid(), announcement);
        }
        yield new Outcome(verdict, block, outcome.findings());
      }
    };
  }

  private Outcome toChain(ChainId chain, ChainEvent event) {
    ChainState before = states.get(chain);
    if (before == null) {
      return new Outcome(null, null, List.of());
    }
    ChainVerifier.Outcome outcome = verifier.step(before, event, lookup);
    states.put(chain, outcome.state());
    return new Outcome(null, null, outcome.findings());
  }

  private Outcome tick(long at) {
    var findings = new ArrayList<Finding>(refusals.tick(at));
    for (Map.Entry<ChainId, ChainState> entry : states.entrySet()) {
      ChainVerifier.Outcome outcome =
          verifier.step(entry.getValue(), new ChainEvent.Tick(at), lookup);
      entry.setValue(outcome.state());
      findings.addAll(outcome.findings());
    }
    return new Outcome(null, null, findings);
  }
}
