package dev.penstock.commanding;

/** How far a command came. It moves downwards in this list and never back. */
public enum Phase {
  /** It may be done, and nothing of it is recorded yet. */
  ASKED("asked"),
  /** A second person is asked. */
  WAITING("waits"),
  /** That it is wanted is being recorded, or was. */
  REQUESTED("requested"),
  /** From here on the device may have got it. */
  DISPATCHED("dispatched"),
  /** The device says that it has the value. */
  DONE("done"),
  /** The device was asked and did not do it. */
  REFUSED("refused"),
  /** Nothing was sent, and nothing will be. */
  NOT_SENT("not-sent"),
  /** It was too late, so nothing was sent. */
  EXPIRED("expired"),
  /** When a second person agreed the policy forbade it, or the device was another one. */
  DENIED("denied"),
  /** Something was sent, and what came of it is not known; it is never sent again. */
  UNKNOWN("unknown");

  private final String word;

  Phase(String word) {
    this.word = word;
  }

  /** The word in answers. */
  public String word() {
    return word;
  }

  /** True when nothing more happens. */
  public boolean isOver() {
    return switch (this) {
      case ASKED, WAITING, REQUESTED, DISPATCHED -> false;
      case DONE, REFUSED, NOT_SENT, EXPIRED, DENIED, UNKNOWN -> true;
    };
  }
}
