package dev.penstock.flow.intake;

import dev.penstock.flow.intake.IntakeFinding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes few findings of many: the first of a kind is reported at once, what follows within a minute
 * is one finding with a count. A flood of bad messages is then a record a minute, not a second
 * flood. One thread.
 */
public final class FindingMeter {
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final String listener;
  private final Map<Kind, Pending> pending = new EnumMap<>(Kind.class);

  private static final class Pending {
    private final Instant since;
    private @Nullable String address;
    private String text = "";
    private Instant first;
    private Instant last;
    private long count;
    private long bytes;

    private Pending(Instant since) {
      this.since = since;
      this.first = since;
      this.last = since;
    }
  }

  public FindingMeter(String listener) {
    this.listener = listener;
  }

  /** Something was wrong with one message; a finding when it is to be reported now. */
  public Optional<IntakeFinding> note(
      Kind kind, @Nullable String address, long bytes, Instant now, String text) {
    Pending open = pending.get(kind);
    if (open == null) {
      pending.put(kind, new Pending(now));
      return Optional.of(
          new IntakeFinding(kind, listener, address, now, now, 1, bytes, null, text));
    }
    if (open.count == 0) {
      open.address = address;
      open.text = text;
      open.first = now;
    }
    open.count++;
    open.bytes += bytes;
    open.last = now;
    return Optional.empty();
  }

  /** What was noted since, where a minute has passed; call it now and then. */
  public List<IntakeFinding> due(Instant now) {
    List<IntakeFinding> due = new ArrayList<>();
    for (Kind kind : List.copyOf(pending.keySet())) {
      Pending open = Objects.requireNonNull(pending.get(kind));
      // A clock that was set back closes the period too: it would else stay open for long.
      boolean isOver = !now.isBefore(open.since.plus(PERIOD)) || now.isBefore(open.since);
      if (isOver) {
        pending.remove(kind);
        if (open.count > 0) {
          due.add(finding(kind, open));
          pending.put(kind, new Pending(now));
        }
      }
    }
    return due;
  }

  /** All that was noted and not reported: at the end. */
  public List<IntakeFinding> rest() {
    List<IntakeFinding> rest = new ArrayList<>();
    pending.forEach((kind, open) -> {
      if (open.count > 0) {
        rest.add(finding(kind, open));
      }
    });
    pending.clear();
    return rest;
  }

  private IntakeFinding finding(Kind kind, Pending open) {
    return new IntakeFinding(
        kind,
        listener,
        open.address,
        open.first,
        open.last,
        open.count,
        open.bytes,
        null,
        open.text);
  }
}
