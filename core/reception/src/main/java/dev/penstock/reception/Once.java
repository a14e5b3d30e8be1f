package dev.penstock.reception;

import dev.penstock.access.Moment;
import java.time.Duration;
import java.util.LinkedHashMap;

/** What was written down within the last minute, so that a flood of one kind is one record. */
final class Once {
  private static final Duration TERM = Duration.ofMinutes(1);

  /** Beyond that the oldest is forgotten, which makes a record more. */
  private static final int COUNT_MAX = 10_000;

  private final LinkedHashMap<String, Moment> written = new LinkedHashMap<>();

  synchronized boolean isDue(String what, Moment now) {
    Moment last = written.get(what);
    return last == null || now.hasPassed(last, TERM);
  }

  synchronized void done(String what, Moment now) {
    var _ = written.remove(what);
    if (written.size() >= COUNT_MAX) {
      var _ = written.pollFirstEntry();
    }
    var _ = written.put(what, now);
  }
}
