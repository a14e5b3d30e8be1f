package dev.penstock.conduit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of the day on days of the week, as the clock on the wall shows it. A window that ends
 * before it begins ends on the next day, and belongs to the day on which it begins.
 *
 * @param days a bit for each day of the week, Monday is the lowest
 * @param startMinute of the day, 0..1439
 * @param endMinute of the day, 1..1440, and no longer in the window
 */
public record Window(int days, int startMinute, int endMinute) implements Comparable<Window> {
  /** Minutes of a day on the wall. */
  public static final int DAY_MINUTES = 1_440;

  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final int DAILY = (1 << 7) - 1;
  // 1970-01-01, the day 0, was a Thursday.
  private static final int DAY_ZERO = 3;
  private static final Pattern WINDOW =
      Pattern.compile(
          "([a-z.,]{3,40}) ([01][0-9]|2[0-3]):([0-5][0-9])\\.\\.(?:(24):00|([01][0-9]|2[0-3]):"
              + "([0-5][0-9]))");

  public Window {
    if (days < 1 || days > DAILY) {
      throw new IllegalArgumentException("days are " + days + ", must be 1.." + DAILY);
    }
    if (startMinute < 0
        || startMinute >= DAY_MINUTES
        || endMinute < 1
        || endMinute > DAY_MINUTES
        || startMinute == endMinute) {
      throw new IllegalArgumentException("window is " + startMinute + ".." + endMinute);
    }
  }

  /**
   * The day on which the window begins that this minute lies in; {@link Long#MIN_VALUE} for none.
   *
   * @param localMinute minutes on the wall since 1970-01-01T00:00
   */
  public long beginsOn(long localMinute) {
    long day = Math.floorDiv(localMinute, (long) DAY_MINUTES);
    long minute = localMinute - day * DAY_MINUTES;
    if (startMinute < endMinute) {
      return minute >= startMinute && minute < endMinute && isOn(day) ? day : Long.MIN_VALUE;
    }
    if (minute >= startMinute && isOn(day)) {
      return day;
    }
    return minute < endMinute && isOn(day - 1) ? day - 1 : Long.MIN_VALUE;
  }

  private boolean isOn(long day) {
    return (days & (1 << Math.floorMod(day + DAY_ZERO, 7))) != 0;
  }

  /** As it is written: {@code mon..fri 06:00..18:00}. */
  public String text() {
    return daysText() + " " + time(startMinute) + ".." + time(endMinute);
  }

  private static String time(int minute) {
    return twoDigits(minute / 60) + ":" + twoDigits(minute % 60);
  }

  /** In the digits of ASCII, whatever digits this machine writes for people. */
  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private String daysText() {
    if (days == DAILY) {
      return "daily";
    }
    List<String> runs = new ArrayList<>();
    for (int first = 0; first < 7; first++) {
      if ((days & (1 << first)) != 0) {
        int last = first;
        while (last < 6 && (days & (1 << (last + 1))) != 0) {
          last++;
        }
        String run = NAMES.get(first);
        runs.add(first == last ? run : run + ".." + NAMES.get(last));
        first = last;
      }
    }
    return String.join(",", runs);
  }

  /** Reads what {@link #text} writes. */
  public static Parsed<Window> parse(String text) {
    Matcher window = WINDOW.matcher(text);
    if (window.matches()) {
      int days = parseDays(window.group(1));
      int start = minute(window.group(2), window.group(3));
      int end = window.group(4) != null ? DAY_MINUTES : minute(window.group(5), window.group(6));
      if (days > 0 && start != end) {
        return new Parsed.Good<>(new Window(days, start, end == 0 ? DAY_MINUTES : end));
      }
    }
    return new Parsed.Bad<>(
        new Fault(
            "'" + Words.shown(text) + "' is no window",
            "days and times as 'mon..fri 06:00..18:00', 'sat,sun 22:00..06:00', 'daily"
                + " 00:00..24:00'",
            "write days from Monday on, and times with hours and minutes"));
  }

  private static int minute(String hours, String minutes) {
    return 60 * Integer.parseInt(hours) + Integer.parseInt(minutes);
  }

  /** Zero for what is no days. */
  private static int parseDays(String text) {
    if (text.equals("daily")) {
      return DAILY;
    }
    int days = 0;
    for (String run : text.split(",", -1)) {
      String[] ends = run.split("\\.\\.", -1);
      int first = NAMES.indexOf(ends[0]);
      int last = NAMES.indexOf(ends[ends.length - 1]);
      if (ends.length > 2 || first < 0 || last < first) {
        return 0;
      }
      for (int day = first; day <= last; day++) {
        days |= 1 << day;
      }
    }
    return days;
  }

  @Override
  public int compareTo(Window other) {
    if (startMinute != other.startMinute) {
      return Integer.compare(startMinute, other.startMinute);
    }
    return endMinute != other.endMinute
        ? Integer.compare(endMinute, other.endMinute)
        : Integer.compare(days, other.days);
  }
}
