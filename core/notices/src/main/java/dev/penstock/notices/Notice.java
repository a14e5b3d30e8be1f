package dev.penstock.notices;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something that people should know.
 *
 * @param text what is so, in one line
 * @param since when it began, in whole milliseconds
 */
public record Notice(
    NoticeKind kind, String subject, Severity severity, String text, Instant since, State state) {
  /** Two lines of a mail; details stand in the console. */
  public static final int TEXT_BYTES_MAX = 600;

  /** Whether it still is so. */
  public enum State {
    RAISED,
    CLEARED
  }

  public Notice {
    if (!PlainText.is(subject, NoticeKey.SUBJECT_BYTES_MAX)
        || !PlainText.is(text, TEXT_BYTES_MAX)) {
      throw new IllegalArgumentException("not one line: " + subject + ": " + text);
    }
    if (!since.equals(since.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("since is " + since + ", must be whole milliseconds");
    }
  }

  public NoticeKey key() {
    return new NoticeKey(kind, subject);
  }
}
