package dev.penstock.flow.continuity;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.cbor.Refusal;
import dev.penstock.flow.continuity.ContinuityFinding.Kind;
import dev.penstock.flow.continuity.SourceState.Tally;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The book as bytes, docs/formats/continuity.md §5. */
final class ContinuityBookCodec {
  private static final int VERSION = 1;

  /** A million sources with full lists stay below. */
  private static final int BYTES_MAX = Integer.MAX_VALUE - 64;

  private static final int STATE_FIELDS = 11;

  private ContinuityBookCodec() {}

  static byte[] encode(
      NavigableMap<Long, SourceState> states, long leaf, int place, boolean isLeftOut) {
    var out = new CborWriter(1024);
    out.array(5);
    out.unsigned(VERSION);
    out.integer(leaf);
    out.integer(place);
    out.bool(isLeftOut);
    out.array(states.size());
    for (SourceState state : states.values()) {
      out.array(3);
      write(state, out);
      ValueCodec.writeStretches(state.stretches.all(), out);
      ValueCodec.writeFindings(state.findings, out);
    }
    return out.toByteArray();
  }

  /** The part whose size is promised. */
  static void write(SourceState state, CborWriter out) {
    out.array(STATE_FIELDS);
    out.unsigned(state.source);
    out.bool(state.isSelfSigning);
    out.unsigned(state.heardCount);
    out.integer(state.heardTo);
    out.integer(state.listeningFrom);
    out.integer(state.statedTo);
    out.integer(state.silentSince);
    out.integer(state.saidSince);
    out.integer(state.resumedAt);
    long[] distances = state.cadence.oldestFirst();
    out.array(distances.length);
    for (long distance : distances) {
      out.unsigned(distance);
    }
    out.array(state.tallies.size());
    for (Map.Entry<Kind, Tally> tally : state.tallies.entrySet()) {
      out.array(3);
      out.unsigned(tally.getKey().number());
      out.unsigned(tally.getValue().count());
      out.unsigned(tally.getValue().at());
    }
  }

  static Decoded<ContinuityBook> decode(ContinuityRules rules, byte[] bytes) {
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(5);
    if (in.unsigned() != VERSION) {
      in.refuse(ContinuityReason.VERSION);
    }
    long leaf = in.integer(-1, Long.MAX_VALUE);
    int place = (int) in.integer(-1, Integer.MAX_VALUE);
    boolean isLeftOut = in.bool();
    var states = new TreeMap<Long, SourceState>();
    int count = ValueCodec.count(in, ContinuityBook.SOURCES_MAX);
    for (int i = 0; i < count && !in.isRefused(); i++) {
      SourceState state = readState(in);
      states.put(state.source, state);
    }
    // What is written in another way than we write it was not written by us.
    return in.end(() -> new ContinuityBook(rules, states, leaf, place, isLeftOut))
        .flatMap(book ->
            Arrays.equals(book.encode(), bytes)
                ? new Decoded.Value<>(book)
                : new Decoded.Refused<>(new Refusal(0, ContinuityReason.NOT_AS_WRITTEN)));
  }

  private static SourceState readState(CborReader in) {
    in.expectArray(3);
    in.expectArray(STATE_FIELDS);
    var state = new SourceState(in.unsigned(0xffff_ffffL));
    state.isSelfSigning = in.bool();
    state.heardCount = in.unsigned();
    state.heardTo = time(in);
    state.listeningFrom = time(in);
    state.statedTo = time(in);
    state.silentSince = time(in);
    state.saidSince = time(in);
    state.resumedAt = time(in);
    int distances = ValueCodec.count(in, Cadence.COUNT_MAX);
    for (int i = 0; i < distances && !in.isRefused(); i++) {
      state.cadence.add(in.unsigned());
    }
    int tallies = ValueCodec.count(in, Kind.values().length);
    for (int i = 0; i < tallies && !in.isRefused(); i++) {
      in.expectArray(3);
      Kind kind = ValueCodec.kind(in);
      state.tallies.put(kind, new Tally(in.unsigned(), in.unsigned()));
    }
    ValueCodec.readStretches(in, SourceState.RECENT_MAX)
        .forEach(stretch -> {
          // There is room for as many as were allowed.
          var _ = state.stretches.add(stretch);
        });
    state.findings.addAll(ValueCodec.readFindings(in, SourceState.RECENT_MAX));
    return state;
  }

  private static long time(CborReader in) {
    return in.integer(SourceState.NONE, Long.MAX_VALUE);
  }
}
