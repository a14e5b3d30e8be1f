package dev.penstock.framessyslog;

/** How messages are told apart on a stream. Both sides must know; the bytes alone do not tell. */
public enum Framing {
  /** Each message stands behind its length: RFC 5425 §4.3, RFC 6587 §3.4.1. */
  OCTET_COUNTED,
  /**
   * Each message ends with a line feed: RFC 6587 §3.4.2. A message that has one inside becomes two,
   * so whoever writes the text of a message can make the sender say another.
   */
  LINES
}
