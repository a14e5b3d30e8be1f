package dev.penstock.web.internal.call;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as this API has them: RFC 3339 with nanoseconds. */
public final class Times {
  /** The last one: 2^63 - 1 ns after 1970. */
  public static final long MAX = Long.MAX_VALUE;

  private static final long NANOS = 1_000_000_000L;

  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** RFC 3339 §5.6, as it is read; which days a month has is left to the calendar. */
  private static final Pattern READ =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
              + "([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private Times() {}

  /** ns since 1970 as {@code 2026-01-31T00:00:00.000000000Z}. */
  public static String text(long nanos) {
    return WRITTEN.format(
        Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)));
  }

  public static String text(Instant time) {
    return WRITTEN.format(time);
  }

  /** ns since 1970 of such a text, or empty. No leap second, nothing before 1970. */
  public static Optional<Long> read(String text) {
    if (!READ.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      Instant time = OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
      long nanos = nanos(time);
      return nanos < 0 ? Optional.empty() : Optional.of(nanos);
    } catch (DateTimeException | ArithmeticException _) {
      // A day that is not in the calendar, or a time that 64 bits do not hold.
      return Optional.empty();
    }
  }

  /** ns since 1970. */
  public static long nanos(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
  }
}
