package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockFlag;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signatures;
import dev.penstock.signature.VerificationKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private final KeyBook keys;
  private final Refusals refusals;
  private final ObserverClock clock;

  /** Sorted, so that a tick reports in the same order on every machine. */
  private final Map<ChainId, ChainState> states =
      new TreeMap<>(Comparator.comparing(ChainId::toString));

  public Observer(ChainPolicy policy, Signatures signatures, BlockLookup lookup) {
    this(policy, signatures, lookup, new KeyBook(), new Refusals(), new ObserverClock(), List.of());
  }

  private Observer(
      ChainPolicy policy,
      Signatures signatures,
      BlockLookup lookup,
      KeyBook keys,
      Refusals refusals,
      ObserverClock clock,
      List<ChainState> chains) {
    this.verifier = new ChainVerifier(policy);
    this.checker = new BlockChecker(signatures);
    this.lookup = lookup;
    this.keys = keys;
    this.refusals = refusals;
    this.clock = clock;
    for (ChainState chain : chains) {
      states.put(chain.chain(), chain);
    }
  }

  /** Goes on where an observer stood that was stored: its own part, and the state of each chain. */
  public static Observer restored(
      ChainPolicy policy,
      Signatures signatures,
      BlockLookup lookup,
      ObserverStateCodec.Stored stored,
      List<ChainState> chains) {
    return new Observer(
        policy, signatures, lookup, stored.keys(), stored.refusals(), stored.clock(), chains);
  }

  /** What it knows besides the states of the chains, in its one stored form. */
  public byte[] encode() {
    return ObserverStateCodec.encode(keys, refusals, clock);
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
    List<Finding> set = clock.take(event);
    return with(
        set,
        switch (event) {
          case ObserverEvent.Arrived arrived -> arrived(arrived, checker.check(arrived, keys));
          case ObserverEvent.Tick(var at, var steady) -> tick(at, steady);
          case ObserverEvent.ChallengeSent(var at, var steady, var chain, var challenge) ->
              toChain(chain, new ChainEvent.ChallengeSent(at, steady, challenge));
          case ObserverEvent.Anchored(var at, var steady, var chain, var seq, var link, var _) ->
              toChain(chain, new ChainEvent.Anchored(at, steady, seq, link));
          case ObserverEvent.KeyAdmitted admitted -> {
            keys.admit(admitted.key(), admitted.origin(), admitted.chain(), admitted.from());
            var _ =
                states.computeIfAbsent(
                    admitted.chain(), id -> ChainState.fresh(admitted.origin(), id));
            Digest kid = Block.kidOf(admitted.key());
            yield toChain(
                admitted.chain(), new ChainEvent.KeyChanged(admitted.at(), admitted.steady(), kid));
          }
          case ObserverEvent.KeyRevoked(var _, var _, var kid) -> {
            keys.revoke(kid);
            yield new Outcome(null, null, List.of());
          }
        });
  }

  private static Outcome with(List<Finding> before, Outcome outcome) {
    if (before.isEmpty()) {
      return outcome;
    }
    var findings = new ArrayList<Finding>(before);
    findings.addAll(outcome.findings());
    return new Outcome(outcome.verdict(), outcome.block(), findings);
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
    return ahead.holds(keys)
        ? with(clock.take(arrived), arrived(arrived, ahead.checked()))
        : take(arrived);
  }

  /**
   * Says that nothing more will come: what is missing before blocks that wait, and what was counted
   * and not told yet, is told now. For the end of a replay.
   */
  public List<Finding> end() {
    var findings = new ArrayList<Finding>(refusals.end(clock.wall()));
    for (ChainId chain : List.copyOf(states.keySet())) {
      findings.addAll(
          toChain(chain, new ChainEvent.Ended(clock.wall(), clock.steady())).findings());
    }
    return findings;
  }

  private Outcome arrived(ObserverEvent.Arrived arrived, Checked checked) {
    return switch (checked) {
      case Checked.Refused refused ->
          new Outcome(Verdict.REFUSED, null, refusals.refused(refused, arrived, clock.steady()));
      case Checked.Valid valid -> valid(arrived, valid);
    };
  }

  private Outcome valid(ObserverEvent.Arrived arrived, Checked.Valid valid) {
    Block block = valid.block();
    Checked.Announcement announcement = valid.announcement();
    ChainId chain = block.header().chain();
    long seq = block.header().seq();
    boolean isAdmitted =
        keys.status(block.kid(), chain) instanceof KeyStatus.Known known && known.isByPerson(seq);
    var event =
        new ChainEvent.Arrived(
            arrived.at(),
            arrived.steady(),
            block,
            arrived.session(),
            announcement == null ? null : announcement.digest(),
            isAdmitted);
    ChainState before =
        states.getOrDefault(chain, ChainState.fresh(block.header().origin(), chain));
    ChainVerifier.Outcome outcome = verifier.step(before, event, lookup);
    states.put(chain, outcome.state());
    var findings = new ArrayList<Finding>(outcome.findings());
    Verdict verdict = outcome.verdict();
    if (announcement != null && block.header().has(BlockFlag.KEY_CHANGE)) {
      if (verdict == Verdict.LINKED) {
        follow(chain, block.kid(), announcement.next(), announcement.from(), findings);
      } else if (verdict == Verdict.HELD) {
        keys.propose(block.link(), block.kid(), chain, announcement);
      }
    }
    settleKeys(chain, outcome, findings);
    ChainState after = states.getOrDefault(chain, outcome.state());
    if (verdict == Verdict.HELD && !after.holds(seq, block.link())) {
      // The trial of its key ended in this very step, and it was thrown out with it: FOREIGN is
      // told, and what nobody's key has signed makes no leaf.
      return new Outcome(Verdict.REFUSED, null, findings);
    }
    if (verdict != null && verdict.makesLeaf() && !valid.isSorted()) {
      findings.add(
          Finding.of(FindingCode.INCONSISTENT, FindingReason.GROUP_ORDER, after, seq, seq));
    }
    return new Outcome(verdict, block, findings);
  }

  private void follow(
      ChainId chain, Digest old, VerificationKey next, long from, List<Finding> findings) {
    if (!keys.follow(old, chain, next, from)) {
      ChainState state = states.getOrDefault(chain, ChainState.fresh("", chain));
      findings.add(
          Finding.of(FindingCode.INCONSISTENT, FindingReason.KEY_CHANGE, state, from - 1, from - 1)
              .withNote("the key it names was withdrawn or in use before, or it may name none"));
    }
  }

  /** Ends the trials that this step decided, and keys that another followed. */
  private void settleKeys(ChainId chain, ChainVerifier.Outcome outcome, List<Finding> findings) {
    for (KeyBook.Proposal proposal : keys.onTrial(chain)) {
      ChainState state = states.getOrDefault(chain, outcome.state());
      long seq = proposal.from() - 1;
      boolean isLinked = outcome.alsoLinked().contains(seq);
      if (!isLinked && state.holds(seq, proposal.link())) {
        continue;
      }
      keys.settle(chain, proposal);
      if (isLinked) {
        follow(chain, proposal.old(), proposal.next(), proposal.from(), findings);
      }
      boolean isKnown =
          keys.status(proposal.kid(), chain) instanceof KeyStatus.Known known
              && known.covers(proposal.from());
      if (!isKnown) {
        var dropped = new ChainEvent.KeyDropped(clock.wall(), clock.steady(), proposal.kid());
        findings.addAll(toChain(chain, dropped).findings());
      }
    }
    for (ChainVerifier.KeyEnd end : outcome.keyEnds()) {
      keys.end(end.kid(), chain, end.last());
    }
  }

  private Outcome toChain(ChainId chain, ChainEvent event) {
    ChainState before = states.get(chain);
    if (before == null) {
      return new Outcome(null, null, List.of());
    }
    ChainVerifier.Outcome outcome = verifier.step(before, event, lookup);
    states.put(chain, outcome.state());
    var findings = new ArrayList<Finding>(outcome.findings());
    settleKeys(chain, outcome, findings);
    return new Outcome(null, null, findings);
  }

  private Outcome tick(long at, long steady) {
    var findings = new ArrayList<Finding>(refusals.tick(at, clock.steady()));
    Set<String> awake = makersWithGroupChains();
    for (Map.Entry<ChainId, ChainState> entry : List.copyOf(states.entrySet())) {
      boolean isSpokenFor = awake.contains(entry.getValue().origin());
      var tick = new ChainEvent.Tick(at, steady, isSpokenFor);
      findings.addAll(toChain(entry.getKey(), tick).findings());
    }
    return new Outcome(null, null, findings);
  }

  /** Origins of the chains that never sleep: where such a chain is silent, it says so itself. */
  private Set<String> makersWithGroupChains() {
    var origins = new HashSet<String>();
    for (ChainState state : states.values()) {
      if (state.isGroup()) {
        origins.add(state.origin());
      }
    }
    return origins;
  }
}
