package dev.penstock.timestamp.der;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Times as DER writes them: in UTC, to the second, with a fraction that has no trailing zero. */
final class DerTime {
  private static final int UTC_BYTES = 13;
  private static final int GENERALIZED_BYTES = 15;

  /** Finer than a nanosecond nobody measures, and nothing of ours can hold it. */
  private static final int FRACTION_DIGITS_MAX = 9;

  private DerTime() {}

  /** {@code YYMMDDhhmmssZ}; years 50 to 99 are of the last century (RFC 5280 §4.1.2.5.1). */
  static Optional<Instant> utc(byte[] source, int from, int to) {
    if (to - from != UTC_BYTES || source[to - 1] != 'Z' || !areDigits(source, from, to - 1)) {
      return Optional.empty();
    }
    int year = number(source, from, 2);
    return instant(year < 50 ? 2000 + year : 1900 + year, source, from + 2, 0);
  }

  /** {@code YYYYMMDDhhmmss[.f…]Z} (X.690 §11.7). */
  static Optional<Instant> generalized(byte[] source, int from, int to) {
    int length = to - from;
    if (length < GENERALIZED_BYTES
        || source[to - 1] != 'Z'
        || !areDigits(source, from, from + 14)) {
      return Optional.empty();
    }
    int nanos = 0;
    if (length > GENERALIZED_BYTES) {
      int digits = length - GENERALIZED_BYTES - 1;
      if (source[from + 14] != '.'
          || digits < 1
          || digits > FRACTION_DIGITS_MAX
          || !areDigits(source, from + 15, to - 1)
          || source[to - 2] == '0') {
        return Optional.empty();
      }
      nanos = number(source, from + 15, digits);
      for (int i = digits; i < FRACTION_DIGITS_MAX; i++) {
        nanos *= 10;
      }
    }
    return instant(number(source, from, 4), source, from + 4, nanos);
  }

  /** Month, day, hour, minute and second follow each other from {@code at} on. */
  private static Optional<Instant> instant(int year, byte[] source, int at, int nanos) {
    int month = number(source, at, 2);
    int day = number(source, at + 2, 2);
    int hour = number(source, at + 4, 2);
    int minute = number(source, at + 6, 2);
    int second = number(source, at + 8, 2);
    if (year < 1
        || month < 1
        || month > 12
        || day < 1
        || day > YearMonth.of(year, month).lengthOfMonth()
        || hour > 23
        || minute > 59
        || second > 59) {
      return Optional.empty();
    }
    return Optional.of(
        LocalDateTime.of(year, month, day, hour, minute, second, nanos).toInstant(ZoneOffset.UTC));
  }

  private static boolean areDigits(byte[] source, int from, int to) {
    for (int i = from; i < to; i++) {
      if (source[i] < '0' || source[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] source, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      number = 10 * number + source[i] - '0';
    }
    return number;
  }
}
