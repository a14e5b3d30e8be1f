package dev.penstock.flow.devices;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Ack;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.BlockHeader;
import dev.penstock.evidence.block.BlockMessage;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.Challenge;
import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.BlockLookup;
import dev.penstock.evidence.chain.ChainPolicy;
import dev.penstock.evidence.chain.ChainState;
import dev.penstock.evidence.chain.ChainStateCodec;
import dev.penstock.evidence.chain.Finding;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.evidence.chain.Observer;
import dev.penstock.evidence.chain.ObserverEvent;
import dev.penstock.evidence.chain.ObserverStateCodec;
import dev.penstock.evidence.chain.Verdict;
import dev.penstock.evidence.record.AckSent;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.Entries;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.flow.intake.DeviceBlock;
import dev.penstock.flow.sealing.ClosedBlock;
import dev.penstock.flow.sealing.Lane;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Receives the blocks that devices signed: the observer judges each, what becomes a leaf is laid
 * out for the journal together with the verdict, and a block that is durable in the log is
 * answered. Nobody but a person's pin admits a key. One thread at a time.
 *
 * <p>What a call adds to its step is durable together or not at all. The observer is ahead of the
 * journal meanwhile; after a crash it stands where the journal has it ({@link DeviceMemory}), and
 * devices send again what nobody answered.
 *
 * <p>Req: 62443-4-2 CR 1.2, CR 3.1.
 */
public final class DeviceDesk {
  private final Map<ChainId, DevicePin> pins = new HashMap<>();
  private final Map<ChainId, Long> counters = new HashMap<>();

  /** Leaves of the last moments: those the index does not have yet, oldest first. */
  private final Map<Place, Recent> recent = new LinkedHashMap<>();

  private final Observer observer;
  private final Leaves leaves;
  private final RandomGenerator random;

  /** The pins of the last start. */
  private final List<DevicePin> pinned;

  private volatile KeyTrust trust;
  private long keyChanges;

  private record Place(ChainId chain, long seq) {}

  /** A leaf; its entry is -1 until the log has it. */
  private static final class Recent {
    private final Digest link;
    private final ByteString leaf;
    private String listener;
    private long entry = -1;

    private Recent(Digest link, ByteString leaf, String listener) {
      this.link = link;
      this.leaf = leaf;
      this.listener = listener;
    }
  }

  /** Where leaves are found that are not recent. */
  public record Leaves(LeafLookup lookup, ReadableLedger ledger) {
    BlockLookup.@Nullable Stored stored(ChainId chain, long seq) {
      try {
        OptionalLong entry = lookup.find(chain, seq);
        if (entry.isPresent()
            && ledger.view().entries(entry.getAsLong(), 1) instanceof Entries.Found(_, var batch)
            && Block.decode(batch.entry(0)) instanceof Decoded.Value<Block>(var block)) {
          return new BlockLookup.Stored(block.link(), ByteString.of(block.leaf()));
        }
        return null;
      } catch (IOException e) {
        // A verdict without what is on record could be wrong: there is none until it can be read.
        throw new UncheckedIOException(e);
      }
    }
  }

  private DeviceDesk(
      Leaves leaves, RandomGenerator random, List<DevicePin> pinned, Restoring restoring) {
    this.leaves = leaves;
    this.random = random;
    this.pinned = pinned;
    this.observer = restoring.observer(this::stored);
    this.trust = observer.keys().snapshot();
    this.keyChanges = observer.keys().changes();
  }

  @FunctionalInterface
  private interface Restoring {
    Observer observer(BlockLookup lookup);
  }

  /**
   * A desk that goes on where the journal has it.
   *
   * @throws IllegalArgumentException when the memory does not decode
   */
  public static DeviceDesk resume(
      DeviceMemory memory, Signatures signatures, Leaves leaves, RandomGenerator random) {
    List<ChainState> chains = new ArrayList<>();
    memory
        .chains()
        .forEach((_, content) -> chains.add(required(ChainStateCodec.decode(content.bytes()))));
    List<DevicePin> pinned =
        memory
            .find(DeviceMemory.PINS)
            .map(DevicePins::decode)
            .map(DeviceDesk::required)
            .orElse(List.of());
    return new DeviceDesk(
        leaves,
        random,
        pinned,
        lookup ->
            memory
                .find(DeviceMemory.OBSERVER)
                .map(stored ->
                    Observer.restored(
                        ChainPolicy.DEFAULT,
                        signatures,
                        lookup,
                        required(ObserverStateCodec.decode(stored.bytes())),
                        chains))
                .orElseGet(() -> new Observer(ChainPolicy.DEFAULT, signatures, lookup)));
  }

  private static <T> T required(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Value<T>(var value) -> value;
      case Decoded.Refused<T>(var refusal) ->
          throw new IllegalArgumentException("the observer's memory is damaged: " + refusal);
    };
  }

  /** Which keys are admitted now; for checks ahead of their turn, by any thread. */
  public KeyTrust trust() {
    return trust;
  }

  /**
   * Says that a block stands in the journal which the index may not have yet, as at a start; in the
   * order of the journal.
   */
  public void known(Block block) {
    BlockHeader header = block.header();
    Recent _ =
        recent.put(
            new Place(header.chain(), header.seq()),
            new Recent(block.link(), ByteString.of(block.leaf()), ""));
  }

  /**
   * Admits what the settings name and withdraws what they no longer do; each change is recorded.
   */
  public void pin(List<DevicePin> now, Moment moment, DeviceStep step) {
    for (DevicePin old : pinned) {
      if (now.stream().noneMatch(pin -> pin.chain().equals(old.chain()))) {
        for (Digest kid : observer.keys().kidsOf(old.chain())) {
          take(new ObserverEvent.KeyRevoked(moment.wall(), moment.steady(), kid), step);
        }
        step.about(old.source(), old.withdrawn(), moment.at());
      }
    }
    for (DevicePin pin : now) {
      DevicePin _ = pins.put(pin.chain(), pin);
      if (!pinned.contains(pin)) {
        take(
            new ObserverEvent.KeyAdmitted(
                moment.wall(), moment.steady(), pin.key(), pin.origin(), pin.chain(), pin.from()),
            step);
        step.about(pin.source(), pin.pinned(), moment.at());
        pin.points().forEach(point -> step.named(pin.source(), point, moment.at()));
        remember(pin.chain(), moment, step);
      }
    }
    if (!pinned.equals(now)) {
      remember(DeviceMemory.PINS, DevicePins.encode(now), moment, step);
    }
    rememberKeys(moment, step);
  }

  /** The time of an event. */
  public record Moment(Instant at, long wall, long steady) {}

  /** Takes a block that arrived; {@code ahead} is its check, made before its turn. */
  public Verdict arrived(
      DeviceBlock arrival, Moment moment, BlockChecker.Ahead ahead, DeviceStep step) {
    ObserverEvent.Arrived event = event(arrival, moment);
    Observer.Outcome outcome = observer.take(event, ahead);
    Verdict verdict = outcome.verdict();
    Block block = outcome.block();
    if (verdict != null && block != null) {
      judged(arrival, moment, verdict, block, step);
    }
    tell(outcome.findings(), moment, step);
    rememberKeys(moment, step);
    return verdict == null ? Verdict.REFUSED : verdict;
  }

  /** The event that an arrival is. */
  public static ObserverEvent.Arrived event(DeviceBlock arrival, Moment moment) {
    return ObserverEvent.Arrived.of(
        moment.wall(),
        moment.steady(),
        arrival.session(),
        arrival.listener(),
        arrival.bytes().bytes());
  }

  private void judged(
      DeviceBlock arrival, Moment moment, Verdict verdict, Block block, DeviceStep step) {
    BlockHeader header = block.header();
    var place = new Place(header.chain(), header.seq());
    String source = sourceOf(header.chain());
    OptionalLong entry = OptionalLong.empty();
    if (verdict.makesLeaf()) {
      Recent _ =
          recent.put(
              place, new Recent(block.link(), ByteString.of(block.leaf()), arrival.listener()));
      step.block(source, moment.wall(), message(arrival));
    } else if (verdict == Verdict.DUPLICATE) {
      entry = entryOf(place, arrival.listener());
    }
    step.heard(
        source,
        arrival.listener(),
        new Arrival(
            header.chain().value(),
            header.seq(),
            block.link(),
            arrival.session(),
            Arrival.Verdict.valueOf(verdict.name()),
            entry.isPresent() ? (Long) entry.getAsLong() : null,
            Details.NONE),
        moment.at());
    remember(header.chain(), moment, step);
    if (entry.isPresent()) {
      answer(arrival.listener(), source, block, entry.getAsLong(), moment, step);
    }
  }

  private static BlockMessage message(DeviceBlock arrival) {
    return switch (BlockMessage.decode(arrival.bytes().bytes())) {
      case Decoded.Value<BlockMessage>(var message) -> message;
      case Decoded.Refused<BlockMessage>(var refusal) ->
          throw new IllegalStateException("a block with a verdict does not decode: " + refusal);
    };
  }

  private OptionalLong entryOf(Place place, String listener) {
    Recent known = recent.get(place);
    if (known != null) {
      known.listener = listener; // where the ack goes, once the log has the block
      if (known.entry >= 0) {
        return OptionalLong.of(known.entry);
      }
    }
    try {
      return leaves.lookup().find(place.chain(), place.seq());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says that a block is durable in the log: its maker is told. */
  public void sealed(ClosedBlock closed, long entry, Moment moment, DeviceStep step) {
    if (!(closed.extents().lane() instanceof Lane.Device)) {
      return;
    }
    Block block = closed.block();
    BlockHeader header = block.header();
    Recent known = recent.get(new Place(header.chain(), header.seq()));
    if (known == null) {
      return;
    }
    known.entry = entry;
    // One that was sealed again after a crash has no listener yet: its maker sends it again.
    if (!known.listener.isEmpty()) {
      answer(known.listener, sourceOf(header.chain()), block, entry, moment, step);
    }
  }

  /** docs/formats/block.md §8: one challenge stays open for each chain until it comes back. */
  private void answer(
      String listener, String source, Block block, long entry, Moment moment, DeviceStep step) {
    BlockHeader header = block.header();
    ChainId chain = header.chain();
    ChainState state = observer.chain(chain);
    if (state == null) {
      return;
    }
    Challenge challenge = state.openChallenge();
    if (challenge == null) {
      byte[] fresh = new byte[Challenge.BYTES];
      random.nextBytes(fresh);
      challenge = Challenge.of(fresh);
      take(new ObserverEvent.ChallengeSent(moment.wall(), moment.steady(), chain, challenge), step);
      remember(chain, moment, step);
    }
    long counter = counters.merge(chain, moment.wall(), (last, now) -> Math.max(last + 1, now));
    var ack = new Ack(chain, header.seq(), block.link(), entry, counter, challenge);
    step.about(
        source,
        new AckSent(chain.value(), ack.seq(), ack.link(), entry, counter, challenge.value()),
        moment.at());
    step.ack(new AckDue(listener, source, ack));
  }

  /** Time passes: silences and gaps are found only by this. */
  public void tick(Moment moment, DeviceStep step) {
    take(new ObserverEvent.Tick(moment.wall(), moment.steady()), step, moment);
    forget();
  }

  /** What the index knows need not be kept here. */
  private void forget() {
    long indexed = leaves.lookup().indexed();
    Iterator<Map.Entry<Place, Recent>> all = recent.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Place, Recent> one = all.next();
      long entry = one.getValue().entry;
      boolean isIndexed = entry >= 0 ? entry < indexed : isFound(one.getKey());
      if (!isIndexed) {
        return;
      }
      all.remove();
    }
  }

  private boolean isFound(Place place) {
    try {
      return leaves.lookup().find(place.chain(), place.seq()).isPresent();
    } catch (IOException e) {
      return false; // Kept until the index can be read.
    }
  }

  /** How many leaves are kept because the index does not have them yet. */
  public int recentCount() {
    return recent.size();
  }

  private void take(ObserverEvent event, DeviceStep step) {
    take(event, step, new Moment(instant(event.at()), event.at(), event.steady()));
  }

  private void take(ObserverEvent event, DeviceStep step, Moment moment) {
    tell(observer.take(event).findings(), moment, step);
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private void tell(List<Finding> findings, Moment moment, DeviceStep step) {
    for (Finding finding : findings) {
      ChainId chain = finding.chain();
      DevicePin pin = chain == null ? null : pins.get(chain);
      if (pin == null || chain == null) {
        step.own(finding.toRecordValue(), moment.at());
      } else {
        step.about(pin.source(), finding.toRecordValue(), moment.at());
        remember(chain, moment, step);
      }
    }
  }

  private void remember(ChainId chain, Moment moment, DeviceStep step) {
    ChainState state = observer.chain(chain);
    if (state != null) {
      remember(chain.value(), ChainStateCodec.encode(state), moment, step);
    }
  }

  private void rememberKeys(Moment moment, DeviceStep step) {
    if (observer.keys().changes() != keyChanges) {
      keyChanges = observer.keys().changes();
      trust = observer.keys().snapshot();
      remember(DeviceMemory.OBSERVER, observer.encode(), moment, step);
    }
  }

  private static void remember(ByteString id, byte[] content, Moment moment, DeviceStep step) {
    step.remember(
        new DeviceMemory.Part(id, ByteString.of(content), moment.steady(), moment.wall()));
  }

  private BlockLookup.@Nullable Stored stored(ChainId chain, long seq) {
    Recent known = recent.get(new Place(chain, seq));
    return known == null
        ? leaves.stored(chain, seq)
        : new BlockLookup.Stored(known.link, known.leaf);
  }

  private String sourceOf(ChainId chain) {
    DevicePin pin = pins.get(chain);
    if (pin == null) {
      throw new IllegalStateException("a block of " + chain + " was taken without a pin");
    }
    return pin.source();
  }
}
