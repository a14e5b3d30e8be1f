package dev.penstock.audit;

import dev.penstock.evidence.record.RecordBatch;
import dev.penstock.flow.query.RecordPlace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far another system has the trail: a line of text, so that an operator can read it.
 *
 * @param after the last place that was dealt with; absent at the beginning of the log
 */
public record TrailPosition(Optional<RecordPlace> after) {
  /** Before everything. */
  public static final TrailPosition BEGINNING = new TrailPosition(Optional.empty());

  /** More than any position has. */
  public static final int BYTES_MAX = 100;

  private static final String TITLE = "penstock-trail 1 ";
  private static final String NOTHING = "nothing";
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,9})");

  /** Behind everything that a log of this size has: who comes new is told what happens from now. */
  public static TrailPosition behind(long size) {
    return size == 0
        ? BEGINNING
        : new TrailPosition(Optional.of(new RecordPlace(size - 1, RecordBatch.COUNT_MAX - 1)));
  }

  /** The place of this text, as {@link RecordPlace#toString} writes it. */
  public static Optional<RecordPlace> place(String text) {
    Matcher match = PLACE.matcher(text);
    if (!match.matches() || Integer.parseInt(match.group(2)) >= RecordBatch.COUNT_MAX) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordPlace(Long.parseLong(match.group(1)), Integer.parseInt(match.group(2))));
  }

  public byte[] encode() {
    String place = after.map(RecordPlace::toString).orElse(NOTHING);
    return (TITLE + place + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** What was kept; empty for what no version of this wrote. */
  public static Optional<TrailPosition> decode(byte[] kept) {
    String text = new String(kept, StandardCharsets.US_ASCII);
    if (kept.length > BYTES_MAX || !text.startsWith(TITLE) || !text.endsWith("\n")) {
      return Optional.empty();
    }
    String place = text.substring(TITLE.length(), text.length() - 1);
    return place.equals(NOTHING)
        ? Optional.of(BEGINNING)
        : place(place).map(found -> new TrailPosition(Optional.of(found)));
  }

  /** The number of the block where it stands; 0 at the beginning. */
  public long entry() {
    return after.map(RecordPlace::entry).orElse(0L);
  }

  /** The number of the first block that may hold more: its own, unless it is behind all of that. */
  public long firstOpen() {
    return after
        .map(last ->
            last.record() == RecordBatch.COUNT_MAX - 1
                ? Math.incrementExact(last.entry())
                : last.entry())
        .orElse(0L);
  }

  /** The one of both that is further on. */
  public TrailPosition orFurther(TrailPosition other) {
    if (after.isEmpty() || other.after().isEmpty()) {
      return after.isEmpty() ? other : this;
    }
    return after.get().compareTo(other.after().get()) < 0 ? other : this;
  }
}
