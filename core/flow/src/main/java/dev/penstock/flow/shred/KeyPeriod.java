package dev.penstock.flow.shred;

import dev.penstock.evidence.record.ByteString;

/**
 * A key as far as it may be shown: whose values it opens, and of which time. Several keys can be of
 * one period: after a shred of the running one the rest of it gets another.
 *
 * @param source by its number
 * @param from ns since 1970: values of records that were received from here on
 * @param to ns since 1970: and before this
 * @param made ns since 1970
 * @param state whether it can still be used
 */
public record KeyPeriod(ByteString id, long source, long from, long to, long made, State state) {
  /** How far a key is on its way. */
  public enum State {
    LIVE,
    /** Its destruction is ordered and will be finished, whatever happens. */
    CONDEMNED,
    DESTROYED
  }

  public KeyPeriod {
    if (to <= from) {
      throw new IllegalArgumentException("a period from " + from + " to " + to);
    }
  }
}
