package dev.penstock.framessyslog;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two ways in which messages write a time. */
final class Timestamp {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private static final int FRACTION_DIGITS_MAX = 6;
  private static final int NANOS_DIGITS = 9;

  private Timestamp() {}

  /**
   * RFC 5424 §6.2.3: a date and time of RFC 3339 with T and Z in capitals, at most six digits of a
   * second, and no leap second. Null where none is here; then nothing moves.
   */
  static @Nullable Instant precise(Scanner in) {
    int start = in.at();
    Instant time = preciseOrMoved(in);
    if (time == null) {
      in.moveTo(start);
    }
    return time;
  }

  private static @Nullable Instant preciseOrMoved(Scanner in) {
    int year = in.digits(4);
    if (year < 0 || !in.take('-')) {
      return null;
    }
    int month = in.digits(2);
    if (month < 0 || !in.take('-')) {
      return null;
    }
    int day = in.digits(2);
    if (day < 0 || !in.take('T')) {
      return null;
    }
    int[] clock = clock(in);
    if (clock.length == 0) {
      return null;
    }
    int nanos = fraction(in);
    ZoneOffset zone = nanos < 0 ? null : zone(in);
    if (zone == null) {
      return null;
    }
    try {
      return LocalDateTime.of(year, month, day, clock[0], clock[1], clock[2], nanos)
          .toInstant(zone);
    } catch (DateTimeException e) {
      return null; // 30 February: no time
    }
  }

  /** Hour, minute and second; empty where they are not here. */
  private static int[] clock(Scanner in) {
    int hour = in.digits(2);
    if (hour < 0 || hour > 23 || !in.take(':')) {
      return new int[0];
    }
    int minute = in.digits(2);
    if (minute < 0 || minute > 59 || !in.take(':')) {
      return new int[0];
    }
    int second = in.digits(2);
    return second < 0 || second > 59 ? new int[0] : new int[] {hour, minute, second};
  }

  /** Nanoseconds of a fraction, 0 where there is none, -1 where it is malformed. */
  private static int fraction(Scanner in) {
    if (!in.take('.')) {
      return 0;
    }
    int value = 0;
    int count = 0;
    while (count < FRACTION_DIGITS_MAX && Scanner.isDigit(in.peek())) {
      value = 10 * value + in.digits(1);
      count++;
    }
    if (count == 0) {
      return -1;
    }
    for (int i = count; i < NANOS_DIGITS; i++) {
      value *= 10;
    }
    return value;
  }

  private static @Nullable ZoneOffset zone(Scanner in) {
    if (in.take('Z')) {
      return ZoneOffset.UTC;
    }
    boolean isBehind = in.peek() == '-';
    if (!isBehind && in.peek() != '+') {
      return null;
    }
    in.moveTo(in.at() + 1);
    int hours = in.digits(2);
    if (hours < 0 || hours > 23 || !in.take(':')) {
      return null;
    }
    int minutes = in.digits(2);
    if (minutes < 0 || minutes > 59) {
      return null;
    }
    int seconds = (hours * 60 + minutes) * 60;
    // java.time knows no zone further away than 18 hours, and neither does the earth.
    return seconds > 18 * 3_600 ? null : ZoneOffset.ofTotalSeconds(isBehind ? -seconds : seconds);
  }

  /**
   * RFC 3164 §4.1.2, {@code Nov 21 09:05:01}: it has neither year nor zone, so it is passed over
   * and tells no time. A fraction of a second, which many add, is taken too. False where none is
   * here; then nothing moves.
   */
  static boolean passOld(Scanner in) {
    int start = in.at();
    boolean isOld = passOldOrMoved(in);
    if (!isOld) {
      in.moveTo(start);
    }
    return isOld;
  }

  private static boolean passOldOrMoved(Scanner in) {
    int start = in.at();
    if (in.peek(2) < 0 || !MONTHS.contains(in.text(start, start + 3))) {
      return false;
    }
    in.moveTo(start + 3);
    if (!in.take(' ')) {
      return false;
    }
    // A day of one digit has a space before it; some senders leave it away.
    boolean _ = in.take(' ');
    int day = Scanner.isDigit(in.peek(1)) ? in.digits(2) : in.digits(1);
    return day >= 1 && day <= 31 && in.take(' ') && clock(in).length > 0 && fraction(in) >= 0;
  }
}
