package dev.penstock.flow.continuity;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.Arrival;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RollCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The projection that knows how every source stands now. Folds the gateway's own records in the
 * order of the ledger; a place it has passed is passed over, so a replay from anywhere before comes
 * to the same state. One thread at a time.
 *
 * <p>It folds records of the control class only, which are never pruned; its encoded state is a
 * snapshot all the same, so that a start need not begin at the first block.
 */
public final class ContinuityBook {
  /**
   * More sources are not kept apart: one gigabyte of state at the most. Sources beyond are counted,
   * and a report about one is made from the ledger as for every other.
   */
  public static final int SOURCES_MAX = 1 << 20;

  /**
   * How one source stands. Times are ns since 1970.
   *
   * @param counts how often each kind of finding was recorded, in the units of their codes
   * @param recent the newest stretches
   * @param findings the newest findings
   */
  public record Standing(
      long source,
      boolean isSelfSigning,
      long heardCount,
      OptionalLong heardTo,
      OptionalLong silentSince,
      OptionalLong cadenceNanos,
      Map<ContinuityFinding.Kind, Long> counts,
      List<Stretch> recent,
      List<ContinuityFinding> findings) {
    public Standing {
      counts = Map.copyOf(counts);
      recent = List.copyOf(recent);
      findings = List.copyOf(findings);
    }
  }

  private ContinuityRules rules;
  private final NavigableMap<Long, SourceState> states;
  private long leaf;
  private int place;
  private boolean isLeftOut;

  /** An empty book, before the first block. */
  public ContinuityBook(ContinuityRules rules) {
    this(rules, new TreeMap<>(), -1, -1, false);
  }

  ContinuityBook(
      ContinuityRules rules,
      NavigableMap<Long, SourceState> states,
      long leaf,
      int place,
      boolean isLeftOut) {
    this.rules = rules;
    this.states = states;
    this.leaf = leaf;
    this.place = place;
    this.isLeftOut = isLeftOut;
  }

  /**
   * Takes the record at a place of the ledger; false when the book has passed that place already
   * and nothing was taken.
   *
   * @param recordLeaf leaf index of its block in the log
   * @param recordPlace its index in the block
   */
  public boolean apply(long recordLeaf, int recordPlace, LedgerRecord record) {
    if (recordLeaf < leaf || (recordLeaf == leaf && recordPlace <= place)) {
      return false;
    }
    leaf = recordLeaf;
    place = recordPlace;
    switch (record.value()) {
      case RollCall call when record.source() == 0 -> takeRollCall(call);
      case Arrival arrival when makesLeaf(arrival) ->
          state(record.source()).ifPresent(state -> state.isSelfSigning = true);
      default ->
          ContinuityFinding.of(record, record.source())
              .ifPresent(finding ->
                  state(record.source())
                      .ifPresent(state -> state.take(finding, isOfChain(record))));
    }
    return true;
  }

  private static boolean isOfChain(LedgerRecord record) {
    return record.value() instanceof FindingMade made && made.chain() != null;
  }

  private static boolean makesLeaf(Arrival arrival) {
    return switch (arrival.verdict()) {
      case LINKED, HELD, FILLED -> true;
      case DUPLICATE, CONTRADICTING, REFUSED -> false;
    };
  }

  private void takeRollCall(RollCall call) {
    for (RollCall.Run run : call.runs()) {
      Stretch stated = ReportBuilder.stretchOf(call, run);
      long source = run.first();
      for (; source <= run.last() && states.size() < SOURCES_MAX; source++) {
        state(source).ifPresent(state -> state.take(stated, rules));
      }
      // No room for new ones: those that are known.
      if (source <= run.last()) {
        var known = states.subMap(source, true, run.last(), true).values();
        isLeftOut |= known.size() <= run.last() - source;
        known.forEach(state -> state.take(stated, rules));
      }
    }
  }

  /** The state of a source, made when there is room. */
  private Optional<SourceState> state(long source) {
    SourceState known = states.get(source);
    if (known == null && states.size() < SOURCES_MAX) {
      known = new SourceState(source);
      states.put(source, known);
    }
    isLeftOut |= known == null;
    return Optional.ofNullable(known);
  }

  /** From now on this is the cadence of a source, whatever it was seen to be. */
  public void declare(long source, Duration cadence) {
    var declared = new HashMap<>(rules.declared());
    Duration _ = declared.put(source, cadence);
    rules = rules.declaring(declared);
  }

  /** How a source stands; empty when no record named it. */
  public Optional<Standing> standing(long source) {
    return Optional.ofNullable(states.get(source))
        .map(state ->
            new Standing(
                source,
                state.isSelfSigning,
                state.heardCount,
                time(state.heardTo),
                time(state.silentSince),
                state.usual(rules),
                counts(state),
                state.stretches.all(),
                state.findings));
  }

  private static Map<ContinuityFinding.Kind, Long> counts(SourceState state) {
    return state.tallies.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().count()));
  }

  private static OptionalLong time(long time) {
    return time == SourceState.NONE ? OptionalLong.empty() : OptionalLong.of(time);
  }

  /** The sources that are known, ascending. */
  public Collection<Long> sources() {
    return Collections.unmodifiableCollection(states.keySet());
  }

  /** True when there were more sources than {@link #SOURCES_MAX}. */
  public boolean isLeftOut() {
    return isLeftOut;
  }

  /** Leaf index of the newest record taken; -1 before the first. */
  public long leaf() {
    return leaf;
  }

  /** Index in its block of the newest record taken; -1 before the first. */
  public int place() {
    return place;
  }

  /**
   * Silences that began or ended and that no record speaks of yet: what the node journals next. It
   * is asked when the book has caught up with the ledger, and answers the same until such a record
   * is applied, so that a crash in between loses none.
   */
  public List<Said> unsaid() {
    var all = new ArrayList<Said>();
    states.values().forEach(state -> state.unsaid(rules).ifPresent(all::add));
    return all;
  }

  /** The whole state as bytes: equal for equal states. */
  public byte[] encode() {
    return ContinuityBookCodec.encode(states, leaf, place, isLeftOut);
  }

  /** A book from bytes that {@link #encode} made. */
  public static Decoded<ContinuityBook> decode(ContinuityRules rules, byte[] bytes) {
    return ContinuityBookCodec.decode(rules, bytes);
  }
}
