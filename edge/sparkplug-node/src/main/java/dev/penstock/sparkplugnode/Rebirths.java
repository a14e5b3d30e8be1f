package dev.penstock.sparkplugnode;

/**
 * When births are given that hosts ask for. Whoever may publish a command may ask for them without
 * end, and each costs as much as all points together: so one answer does for all who asked before
 * it, there is a least time between two, and none is given before the server has read the one
 * before. What waits for a slow server is one set of births, however many ask. Its owner has a
 * lock.
 */
final class Rebirths {
  /** What the server is asked to acknowledge behind births; no parcel has this number. */
  static final long SIGN = -1;

  /** Births that hosts ask for are this far apart. */
  static final long APART_MS = 1_000;

  private boolean isAsked;
  private boolean isUnread;
  private boolean isFirst = true;
  private long givenAtMs;

  /** Another connection: nothing is asked for, and nothing is on its way. */
  void begin() {
    isAsked = false;
    isUnread = false;
    isFirst = true;
  }

  /** A host wants births. */
  void asked() {
    isAsked = true;
  }

  /** Whether they are to be given now; then they are, with the sign behind them. */
  boolean isDue(long nowMs) {
    // A clock that was set back must not make hosts wait.
    boolean isApart = isFirst || nowMs < givenAtMs || nowMs - givenAtMs >= APART_MS;
    if (!isAsked || isUnread || !isApart) {
      return false;
    }
    isAsked = false;
    isUnread = true;
    isFirst = false;
    givenAtMs = nowMs;
    return true;
  }

  /** The server has read the births that were given last. */
  void read() {
    isUnread = false;
  }
}
