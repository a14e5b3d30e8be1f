package dev.penstock.north;

import java.time.LocalDate;

/** Times as RFC 3339 has them, in UTC, as short as they can be without losing anything. */
final class Times {
  private static final long SECOND = 1_000_000_000L;
  private static final long DAY_SECONDS = 86_400;

  private long day = -1;
  private String date = "";

  /** All values of one answer of a device were received at once. */
  private long last = -1;

  private String lastText = "";

  /** What a text is made in; used again. */
  private final StringBuilder text = new StringBuilder(32);

  /** Nanoseconds since 1970 in words. */
  String text(long nanos) {
    if (nanos != last) {
      lastText = made(nanos);
      last = nanos;
    }
    return lastText;
  }

  private String made(long nanos) {
    long seconds = nanos / SECOND;
    int left = (int) (nanos % SECOND);
    long today = seconds / DAY_SECONDS;
    if (today != day) {
      day = today;
      date = LocalDate.ofEpochDay(today).toString();
    }
    int second = (int) (seconds % DAY_SECONDS);
    text.setLength(0);
    var _ = text.append(date).append('T');
    two(second / 3600);
    var _ = text.append(':');
    two(second / 60 % 60);
    var _ = text.append(':');
    two(second % 60);
    if (left > 0) {
      var _ = text.append('.');
      int digits = left % 1_000_000 == 0 ? 3 : left % 1_000 == 0 ? 6 : 9;
      int unit = 100_000_000;
      for (int i = 0; i < digits; i++) {
        var _ = text.append((char) ('0' + left / unit % 10));
        unit /= 10;
      }
    }
    return text.append('Z').toString();
  }

  private void two(int value) {
    var _ = text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
