package dev.penstock.flow.anchoring;

import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.record.AnchorResults;
import dev.penstock.merkle.Digest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How it stands with every anchor of a node, so that a restart goes on where the run before it was:
 * with the same schedule, and with the same patience for an anchor that fails. What is in the rows
 * counts; the book may be behind them after a crash and is then brought up ({@link #fold}). Safe
 * for use by several threads.
 */
public final class AnchorBook {
  /** More anchors are not followed. */
  public static final int ANCHORS_MAX = 64;

  /** A long run of failures has a row each day. */
  private static final Duration FAILURE_ROW = Duration.ofDays(1);

  /** Guarded by this, as all below. */
  private final Map<String, AnchorState> states = new TreeMap<>();

  /** Rows below this one are in the states. */
  private long rows;

  /** A book in which nothing stands yet. */
  public AnchorBook() {}

  AnchorBook(long rows, List<AnchorState> known) {
    this.rows = rows;
    known.forEach(this::put);
  }

  private void put(AnchorState state) {
    AnchorState _ = states.put(state.name(), state);
  }

  /** The states of these anchors and no others, fresh where one was not known as what it is. */
  public synchronized void keepOnly(Map<String, AnchorResults.Kind> anchors) {
    boolean _ = states.keySet().retainAll(anchors.keySet());
    anchors.forEach((name, kind) -> {
      AnchorState known = states.get(name);
      if (known == null || known.kind() != kind) {
        put(AnchorState.fresh(kind, name));
      }
    });
  }

  /** How it stands with an anchor, which must be known. */
  public synchronized AnchorState state(String name) {
    AnchorState state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("no anchor is called " + name);
    }
    return state;
  }

  /** How it stands with each, by name. */
  public synchronized List<AnchorState> states() {
    return List.copyOf(states.values());
  }

  /** The first row that is not in the states. */
  public synchronized long rows() {
    return rows;
  }

  /** Takes in a row that the book does not have yet, after a crash. */
  public synchronized void fold(AnchorRow row) {
    AnchorState state = states.get(row.name());
    rows = Math.max(rows, row.number() + 1);
    if (state != null
        && state.kind() == row.kind()
        && row.outcome() == AnchorResults.Outcome.ANCHORED) {
      // When it was asked is not in the row, and the proof may need to be renewed at once.
      Long at = row.at();
      long askedAt = at == null ? row.storedAt() : Math.min(at, row.storedAt());
      put(withLast(state, row, askedAt, 0, row.storedAt()));
    }
  }

  /**
   * An anchor vouched for a head.
   *
   * @param askedAt as {@link AnchorState.Last#askedAt}
   * @param renewBy as {@link Anchor#renewBy} says it
   */
  public synchronized void given(AnchorRow row, long askedAt, long renewBy, long next) {
    rows = Math.max(rows, row.number() + 1);
    put(withLast(state(row.name()), row, askedAt, renewBy, next));
  }

  private static AnchorState withLast(
      AnchorState state, AnchorRow row, long askedAt, long renewBy, long next) {
    Long at = row.at();
    Digest proof = row.proof();
    if (at == null || proof == null) {
      throw new IllegalArgumentException("row " + row.number() + " vouches for nothing");
    }
    var last = new AnchorState.Last(row.size(), row.root(), askedAt, row.storedAt(), at, proof);
    return new AnchorState(
        state.kind(),
        state.name(),
        Optional.of(last),
        0,
        Optional.empty(),
        next,
        Math.min(state.renewal(), renewBy),
        state.contradiction());
  }

  /** All proofs of an anchor were looked at: none needs to be renewed before this. */
  public synchronized void renewed(String name, long renewal) {
    AnchorState state = state(name);
    put(
        new AnchorState(
            state.kind(),
            name,
            state.last(),
            state.failures(),
            state.trouble(),
            state.next(),
            renewal,
            state.contradiction()));
  }

  /**
   * An anchor was asked in vain.
   *
   * @return whether this failure gets a row: the first in a run does, and one each day after it
   */
  public synchronized boolean failed(String name, String why, long now, Duration wait) {
    AnchorState state = state(name);
    Optional<AnchorState.Trouble> before = state.trouble();
    boolean hasRow =
        before.isEmpty()
            || now - before.get().rowAt() >= FAILURE_ROW.toNanos()
            || now < before.get().rowAt();
    var trouble =
        new AnchorState.Trouble(
            before.map(AnchorState.Trouble::since).orElse(now),
            now,
            hasRow ? now : before.get().rowAt(),
            why);
    put(
        new AnchorState(
            state.kind(),
            name,
            state.last(),
            Math.addExact(state.failures(), 1),
            Optional.of(trouble),
            AnchorSchedule.saturated(now, wait),
            state.renewal(),
            state.contradiction()));
    return hasRow;
  }

  /** That an anchor contradicted us is in the journal, with the note of this digest. */
  public synchronized void contradicted(String name, Digest note) {
    AnchorState state = state(name);
    put(
        new AnchorState(
            state.kind(),
            name,
            state.last(),
            state.failures(),
            state.trouble(),
            state.next(),
            state.renewal(),
            Optional.of(note)));
  }

  /**
   * The largest head that anybody vouched for: what was sealed after it was asked about rests on
   * the gateway's key alone.
   */
  public synchronized Optional<AnchorState.Last> newest() {
    return states.values().stream()
        .flatMap(state -> state.last().stream())
        .max(
            Comparator.comparingLong(AnchorState.Last::size)
                .thenComparing(AnchorState.Last::askedAt, Comparator.reverseOrder()));
  }

  /** The one encoding. */
  public synchronized byte[] encode() {
    return AnchorBookCodec.encode(rows, states());
  }

  /** Reads what was stored. Never throws for any content. */
  public static Decoded<AnchorBook> decode(byte[] bytes) {
    return AnchorBookCodec.decode(bytes);
  }
}
