package dev.penstock.testkitdriving;

/** What a device does to who connects to it; holds for connections that are open, too. */
public enum Behaviour {
  /** Answers. */
  NORMAL,
  /** Takes connections and requests, and answers none. */
  SILENT,
  /** Is gone without a word: what is sent is taken by nobody, and the connection is not ended. */
  HALF_OPEN,
  /** Answers with bytes that are none of the protocol. */
  GARBAGE,
  /** Answers a byte at a time, so slowly that a whole answer takes longer than anybody waits. */
  TRICKLE,
  /** Takes connections and ends them at once. */
  DROPPING,
  /** Takes no connection, and has ended those it had. */
  DEAD
}
