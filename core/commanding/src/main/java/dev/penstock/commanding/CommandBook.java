package dev.penstock.commanding;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.commanding.CommandRecords.End;
import dev.penstock.conduit.Agreement;
import dev.penstock.driving.supervision.Moment;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are under way, and those that are over and not forgotten, oldest first. Each
 * moves by steps of which none is made twice; what is a step is said here, and nowhere else. A
 * result stays until the ledger has it. Its owner has a lock.
 *
 * <p>Times are those of the clock that is never set, as long as a node runs: a clock that is set
 * forward makes nobody forget a key, and one that is set back makes nothing be sent later.
 */
final class CommandBook {
  /** More than people and programs have under way before the first is done. */
  static final int UNDER_WAY_MAX = 64;

  /** Those that are over are known by their key for so long. */
  static final Duration KEPT = Duration.ofHours(1);

  /** One each second for an hour, and some. All of it is written with each step. */
  static final int KEPT_MAX = 4_000;

  /** Of these, so many are for people: a program that runs wild must not keep them from acting. */
  static final int KEPT_FOR_PEOPLE = 400;

  private static final int ID_BYTES = 16;
  private static final int MARK_BYTES = 8;
  private static final int VERSION = 2;
  private static final int FIELDS = 7;

  /** Of the version before, which knew nothing of keys and of results that wait. */
  private static final int VERSION_OLD = 1;

  private static final int FIELDS_OLD = 5;
  private static final int RESULT_FIELDS = 3;
  private static final int RESULT_TEXT_BYTES_MAX = 2_000;

  /** {@link #KEPT_MAX} of some 50 bytes, and {@link #UNDER_WAY_MAX} texts. */
  static final int BYTES_MAX = 1 << 19;

  /** No entry is kept longer than this from any moment on. */
  private static final Duration KEPT_AT_MOST = Commands.WITHIN_MAX.plus(KEPT);

  /** The year 9999, which fits in every time there is. */
  private static final long TIME_MAX = 253_402_300_799_999L;

  // The numbers that phases have in the memory: docs/formats/notes.md.
  private static final List<Phase> NUMBERED =
      List.of(
          Phase.ASKED,
          Phase.WAITING,
          Phase.REQUESTED,
          Phase.DISPATCHED,
          Phase.DONE,
          Phase.REFUSED,
          Phase.NOT_SENT,
          Phase.EXPIRED,
          Phase.DENIED,
          Phase.UNKNOWN);

  // And those of results.
  private static final List<CommandResult.Outcome> OUTCOMES =
      List.of(
          CommandResult.Outcome.DONE,
          CommandResult.Outcome.REFUSED,
          CommandResult.Outcome.FAILED,
          CommandResult.Outcome.EXPIRED,
          CommandResult.Outcome.OUTCOME_UNKNOWN);

  private final Map<ByteString, Entry> entries = new LinkedHashMap<>();

  /** One command. */
  static final class Entry {
    private final ByteString id;
    private final ByteString mark;
    private final Optional<Wish> wish;
    private final Instant until;
    private final boolean isKeyed;

    /** By the clock that is never set; for those of this run alone. */
    private final long lateNanos;

    private Phase phase;
    private String text = "";
    private long status;
    private @Nullable String rule;
    private @Nullable Agreement agreement;
    private @Nullable Judged judged;
    private Instant forgottenAt;
    private long forgottenNanos;

    /** What the ledger does not have yet. */
    private @Nullable End result;

    private boolean isBeingTold;

    /** What came of handing it over; written by any thread, which must wait for nothing here. */
    private volatile @Nullable Boolean told;

    private Entry(
        ByteString id,
        ByteString mark,
        Optional<Wish> wish,
        boolean isKeyed,
        Instant until,
        Phase phase,
        Moment now) {
      this.id = id;
      this.mark = mark;
      this.wish = wish;
      this.isKeyed = isKeyed;
      this.until = until;
      this.phase = phase;
      this.lateNanos = now.nanos() + nanosTo(until, now);
      this.forgottenAt = until.plus(KEPT);
      this.forgottenNanos = now.nanos() + nanosTo(forgottenAt, now);
    }

    private static long nanosTo(Instant then, Moment now) {
      Duration left = Duration.between(now.wall(), then);
      // A clock that was set back by a day must not make a key hold for a day.
      return (left.compareTo(KEPT_AT_MOST) < 0 ? left : KEPT_AT_MOST).toNanos();
    }

    ByteString id() {
      return id;
    }

    ByteString mark() {
      return mark;
    }

    /** Whether its time is over, by either clock. */
    boolean isLate(Moment now) {
      return !now.wall().isBefore(until) || now.nanos() - lateNanos >= 0;
    }

    /** How long it may still be sent; nothing or less where its time is over. */
    Duration left(Moment now) {
      Duration byWall = Duration.between(now.wall(), until);
      Duration counted = Duration.ofNanos(lateNanos - now.nanos());
      return byWall.compareTo(counted) < 0 ? byWall : counted;
    }

    Phase phase() {
      return phase;
    }

    Optional<Agreement> agreement() {
      return Optional.ofNullable(agreement);
    }

    /** What it is, as it was decided. */
    Judged judged() {
      Judged known = judged;
      if (known == null) {
        throw new IllegalStateException("command " + id + " was not judged in this run");
      }
      return known;
    }

    void judged(Judged now) {
      judged = now;
      rule = now.ruled().decision().rule();
    }

    void waitsFor(Agreement needed) {
      move(Phase.ASKED, Phase.WAITING);
      agreement = needed;
    }

    void agreed(Judged now) {
      move(Phase.WAITING, Phase.ASKED);
      agreement = null;
      judged(now);
    }

    void requested() {
      move(Phase.ASKED, Phase.REQUESTED);
    }

    void dispatched() {
      move(Phase.REQUESTED, Phase.DISPATCHED);
    }

    private void move(Phase from, Phase to) {
      if (phase != from) {
        throw new IllegalStateException(
            "command " + id + " is " + phase.word() + ", so it is not " + to.word());
      }
      phase = to;
    }

    /**
     * It ended.
     *
     * @param isToBeTold whether the ledger is to have the result
     */
    void over(End end, boolean isToBeTold, Moment now) {
      if (phase.isOver() || !end.phase().isOver()) {
        throw new IllegalStateException(
            "command " + id + " is " + phase.word() + ", so it does not end " + end.phase().word());
      }
      phase = end.phase();
      text = end.text();
      status = end.status();
      agreement = null;
      judged = null;
      result = isToBeTold ? end : null;
      Instant after = now.wall().plus(KEPT);
      forgottenAt = after.isAfter(forgottenAt) ? after : forgottenAt;
      forgottenNanos = Math.max(forgottenNanos, now.nanos() + KEPT.toNanos());
    }

    /** What the ledger does not have yet. */
    Optional<End> result() {
      return Optional.ofNullable(result);
    }

    /** Somebody hands the result over; false where there is none, or somebody does already. */
    boolean beginTelling() {
      if (result == null || isBeingTold) {
        return false;
      }
      told = null;
      isBeingTold = true;
      return true;
    }

    /** Whether the ledger has the result now. Any thread, with or without the lock. */
    void told(boolean isDurable) {
      told = isDurable;
    }

    /** Takes up what came of handing it over; true when the ledger has it now. */
    private boolean isToldNow() {
      Boolean isDurable = told;
      if (!isBeingTold || isDurable == null) {
        return false;
      }
      told = null;
      isBeingTold = false;
      result = isDurable ? null : result;
      return isDurable;
    }

    private boolean isForgettable() {
      return phase.isOver() && result == null;
    }

    Standing standing() {
      return new Standing(id, wish, phase, text, status, Optional.ofNullable(rule), until);
    }
  }

  /** An empty one. */
  CommandBook() {}

  Optional<Entry> find(ByteString id) {
    return Optional.ofNullable(entries.get(id));
  }

  /** Those that are not over, oldest first. */
  List<Entry> underWay() {
    return entries.values().stream().filter(each -> !each.phase.isOver()).toList();
  }

  /** Takes up what came of results that were handed over; true when the ledger has one more. */
  boolean isToldMore() {
    long more = entries.values().stream().filter(Entry::isToldNow).count();
    return more > 0;
  }

  /** Those whose results the ledger does not have yet, oldest first. */
  List<Entry> untold() {
    return entries.values().stream().filter(each -> each.result != null).toList();
  }

  /** Forgets what nobody needs to know any more. */
  void forget(long nowNanos) {
    boolean _ =
        entries
            .values()
            .removeIf(each -> each.isForgettable() && nowNanos - each.forgottenNanos >= 0);
  }

  /** Whether one more may be under way; one whose result is not recorded counts as that. */
  boolean hasRoomUnderWay() {
    return entries.values().stream().filter(each -> !each.isForgettable()).count() < UNDER_WAY_MAX;
  }

  /**
   * Forgets those that nobody can send again, having no key, where others need their place; true
   * when there is room for one more. A key holds for its time, whoever else comes.
   */
  boolean makeRoom(Wish wish) {
    boolean isOfProgram = wish.key().isPresent() && wish.asker().person().isEmpty();
    int most = isOfProgram ? KEPT_MAX - KEPT_FOR_PEOPLE : KEPT_MAX;
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() >= most && oldest.hasNext()) {
      Entry each = oldest.next();
      if (each.isForgettable() && !each.isKeyed) {
        oldest.remove();
      }
    }
    return entries.size() < most;
  }

  Entry begin(ByteString id, ByteString mark, Wish wish, Instant until, Moment now) {
    boolean isKeyed = wish.key().isPresent();
    var entry = new Entry(id, mark, Optional.of(wish), isKeyed, until, Phase.ASKED, now);
    if (entries.putIfAbsent(id, entry) != null) {
      throw new IllegalStateException("command " + id + " began before");
    }
    return entry;
  }

  /** What the next run of the node must know. */
  byte[] encode() {
    var out = new CborWriter(1_024);
    out.array(2);
    out.unsigned(VERSION);
    out.array(entries.size());
    for (Entry each : entries.values()) {
      out.array(FIELDS);
      out.bytes(each.id.bytes());
      out.bytes(each.mark.bytes());
      out.unsigned(NUMBERED.indexOf(each.phase));
      out.unsigned(Math.max(0, each.until.toEpochMilli()));
      out.unsigned(Math.max(0, each.forgottenAt.toEpochMilli()));
      out.bool(each.isKeyed);
      write(out, each.result);
    }
    return out.toByteArray();
  }

  private static void write(CborWriter out, @Nullable End result) {
    if (result == null) {
      out.nullValue();
      return;
    }
    out.array(RESULT_FIELDS);
    out.unsigned(OUTCOMES.indexOf(result.outcome()));
    out.unsigned(CommandRecords.status(result.status()));
    out.text(CommandRecords.text(result.text()));
  }

  /**
   * Reads what {@link #encode} wrote, this version or the one before; nothing at all is an empty
   * book. Never throws.
   */
  static Decoded<CommandBook> decode(byte[] bytes, Moment now) {
    var book = new CommandBook();
    if (bytes.length == 0) {
      return new Decoded.Value<>(book);
    }
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(2);
    long version = in.unsigned();
    if (version != VERSION && version != VERSION_OLD) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    int count = in.array();
    if (count > KEPT_MAX) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    List<Entry> found = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      Entry entry = read(in, version == VERSION_OLD, now);
      if (entry != null) {
        found.add(entry);
      }
    }
    return in.end(() -> {
      for (Entry each : found) {
        Entry _ = book.entries.put(each.id, each);
      }
      return book;
    });
  }

  private static @Nullable Entry read(CborReader in, boolean isOld, Moment now) {
    in.expectArray(isOld ? FIELDS_OLD : FIELDS);
    byte[] id = in.bytesExactly(ID_BYTES);
    byte[] mark = in.bytesExactly(MARK_BYTES);
    int phase = (int) in.unsigned(NUMBERED.size() - 1);
    long until = in.unsigned(TIME_MAX);
    long forgottenAt = in.unsigned(TIME_MAX);
    // Those of before may have had keys, so they are kept as if they had.
    boolean isKeyed = isOld || in.bool();
    End result = isOld || in.isRefused() || in.takeNull() ? null : result(in, phase);
    if (in.isRefused()) {
      return null;
    }
    var entry =
        new Entry(
            ByteString.of(id),
            ByteString.of(mark),
            Optional.empty(),
            isKeyed,
            Instant.ofEpochMilli(until),
            NUMBERED.get(phase),
            now);
    entry.forgottenAt = Instant.ofEpochMilli(forgottenAt);
    entry.forgottenNanos = now.nanos() + Entry.nanosTo(entry.forgottenAt, now);
    entry.result = result;
    entry.text = result == null ? "" : result.text();
    entry.status = result == null ? 0 : result.status();
    return entry;
  }

  private static @Nullable End result(CborReader in, int phase) {
    in.expectArray(RESULT_FIELDS);
    int outcome = (int) in.unsigned(OUTCOMES.size() - 1);
    long status = in.unsigned(CommandRecords.STATUS_MAX);
    String text = in.text(RESULT_TEXT_BYTES_MAX);
    if (!in.isRefused() && !NUMBERED.get(phase).isOver()) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    return in.isRefused()
        ? null
        : new End(NUMBERED.get(phase), OUTCOMES.get(outcome), status, text);
  }
}
