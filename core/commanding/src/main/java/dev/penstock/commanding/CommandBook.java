package dev.penstock.commanding;

import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReader;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborWriter;
import dev.penstock.cbor.Decoded;
import dev.penstock.conduit.Agreement;
import dev.penstock.evidence.record.ByteString;
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
 * moves by steps of which none is made twice; what is a step is said here, and nowhere else. Its
 * owner has a lock.
 */
final class CommandBook {
  /** More than people and programs have under way before the first is done. */
  static final int UNDER_WAY_MAX = 64;

  /** Those that are over are known by their key for so long, unless others need their place. */
  static final Duration KEPT = Duration.ofHours(1);

  /** What stands in the memory is written with each step. */
  static final int KEPT_MAX = 1_000;

  private static final int ID_BYTES = 16;
  private static final int MARK_BYTES = 8;
  private static final int VERSION = 1;
  private static final int FIELDS = 5;
  private static final int BYTES_MAX = 1 << 17;

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

  private final Map<ByteString, Entry> entries = new LinkedHashMap<>();

  /** One command. */
  static final class Entry {
    private final ByteString id;
    private final ByteString mark;
    private final Optional<Wish> wish;
    private final Instant until;
    private Phase phase;
    private String text = "";
    private long status;
    private @Nullable String rule;
    private @Nullable Agreement agreement;
    private @Nullable Judged judged;
    private Instant forgottenAt;

    private Entry(ByteString id, ByteString mark, Optional<Wish> wish, Instant until, Phase phase) {
      this.id = id;
      this.mark = mark;
      this.wish = wish;
      this.until = until;
      this.phase = phase;
      this.forgottenAt = until.plus(KEPT);
    }

    ByteString id() {
      return id;
    }

    ByteString mark() {
      return mark;
    }

    Instant until() {
      return until;
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

    void over(Phase end, String why, long number, Instant now) {
      if (phase.isOver() || !end.isOver()) {
        throw new IllegalStateException(
            "command " + id + " is " + phase.word() + ", so it does not end " + end.word());
      }
      phase = end;
      text = why;
      status = number;
      agreement = null;
      judged = null;
      Instant after = now.plus(KEPT);
      forgottenAt = after.isAfter(forgottenAt) ? after : forgottenAt;
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

  /** Forgets what nobody needs to know any more. */
  void forget(Instant now) {
    boolean _ =
        entries.values().removeIf(each -> each.phase.isOver() && !now.isBefore(each.forgottenAt));
  }

  /** Forgets those that could only come too late; true when there is room for one more. */
  boolean makeRoom(Instant now) {
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() >= KEPT_MAX && oldest.hasNext()) {
      Entry each = oldest.next();
      // One that is late is refused for that, whether it is known or not.
      if (each.phase.isOver() && !now.isBefore(each.until)) {
        oldest.remove();
      }
    }
    return entries.size() < KEPT_MAX && underWay().size() < UNDER_WAY_MAX;
  }

  Entry begin(ByteString id, ByteString mark, Wish wish, Instant until) {
    var entry = new Entry(id, mark, Optional.of(wish), until, Phase.ASKED);
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
    }
    return out.toByteArray();
  }

  /** Reads what {@link #encode} wrote; nothing at all is an empty book. Never throws. */
  static Decoded<CommandBook> decode(byte[] bytes) {
    var book = new CommandBook();
    if (bytes.length == 0) {
      return new Decoded.Value<>(book);
    }
    var in = new CborReader(CborLimits.ofBytes(BYTES_MAX));
    in.reset(bytes);
    in.expectArray(2);
    if (in.unsigned() != VERSION) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    int count = in.array();
    if (count > KEPT_MAX) {
      in.refuse(CborReason.OUT_OF_RANGE);
    }
    List<Entry> found = new ArrayList<>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      in.expectArray(FIELDS);
      byte[] id = in.bytesExactly(ID_BYTES);
      byte[] mark = in.bytesExactly(MARK_BYTES);
      int phase = (int) in.unsigned(NUMBERED.size() - 1);
      long until = in.unsigned(TIME_MAX);
      long forgottenAt = in.unsigned(TIME_MAX);
      if (!in.isRefused()) {
        var entry =
            new Entry(
                ByteString.of(id),
                ByteString.of(mark),
                Optional.empty(),
                Instant.ofEpochMilli(until),
                NUMBERED.get(phase));
        entry.forgottenAt = Instant.ofEpochMilli(forgottenAt);
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
}
