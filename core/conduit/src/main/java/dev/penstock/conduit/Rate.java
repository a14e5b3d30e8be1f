package dev.penstock.conduit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often one asker may do something: at most so many at once, and so many in a period from then
 * on.
 */
public record Rate(int count, Period period) {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,4}) per ([a-z]{1,6})");

  /** What a rate counts in. */
  public enum Period {
    SECOND("second", Duration.ofSeconds(1)),
    MINUTE("minute", Duration.ofMinutes(1)),
    HOUR("hour", Duration.ofHours(1)),
    DAY("day", Duration.ofDays(1));

    private final String word;
    private final Duration length;

    Period(String word, Duration length) {
      this.word = word;
      this.length = length;
    }
  }

  public Rate {
    if (count < 1 || count > Limits.RATE_COUNT_MAX) {
      throw new IllegalArgumentException(count + " per " + period.word);
    }
  }

  /** Nanoseconds until one more may pass, rounded up: a rate is never exceeded by rounding. */
  public long intervalNanos() {
    return Math.ceilDiv(period.length.toNanos(), count);
  }

  /** As it is written: {@code 10 per minute}. */
  public String text() {
    return count + " per " + period.word;
  }

  /** Reads what {@link #text} writes. */
  public static Parsed<Rate> parse(String text) {
    Matcher rate = RATE.matcher(text);
    if (rate.matches()) {
      int count = Integer.parseInt(rate.group(1));
      Optional<Period> period =
          Arrays.stream(Period.values())
              .filter(each -> each.word.equals(rate.group(2)))
              .findFirst();
      if (period.isPresent() && count <= Limits.RATE_COUNT_MAX) {
        return new Parsed.Good<>(new Rate(count, period.get()));
      }
    }
    return new Parsed.Bad<>(
        new Fault(
            "'" + Words.shown(text) + "' is no rate",
            "1.." + Limits.RATE_COUNT_MAX + " per second, minute, hour or day",
            "write it as '10 per minute'"));
  }
}
