package dev.penstock.framessyslog;

/** What came out of reading a message. */
public sealed interface SyslogReading {
  /** It has a header. */
  record Legible(SyslogMessage message) implements SyslogReading {}

  /**
   * It is no syslog message.
   *
   * @param at the first byte that does not fit
   * @param reason what was wanted there
   */
  record Illegible(int at, String reason) implements SyslogReading {}
}
