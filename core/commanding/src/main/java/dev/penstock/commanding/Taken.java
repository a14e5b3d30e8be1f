package dev.penstock.commanding;

import dev.penstock.conduit.Agreement;

/** What came of giving a command. */
public sealed interface Taken {
  /** It may be done, and is carried on. */
  record Accepted(Standing standing) implements Taken {}

  /** It was given before, and nothing new begins. */
  record Known(Standing standing) implements Taken {}

  /**
   * It may be done when a second person agrees.
   *
   * @param agreement what must be agreed to
   */
  record TwoPeople(Standing standing, Agreement agreement) implements Taken {}

  /**
   * Nothing begins.
   *
   * @param text for people
   */
  record Refused(Why why, String text) implements Taken {}

  /** Why nothing begins. */
  enum Why {
    /** No policy allows it, or the point's own limits do not. */
    DENIED("denied"),
    /** There is no such point that is connected. */
    UNKNOWN_POINT("point-unknown"),
    /** The value is none that the point could have. */
    UNFIT("value-unfit"),
    /** Its time was over when it came, or it lies too far ahead. */
    LATE("late"),
    /** Its key was used for something else. */
    KEY_USED("key-used"),
    /** Too much is under way. */
    FULL("full"),
    /** That it is wanted could not be recorded. */
    UNRECORDED("unrecorded");

    private final String word;

    Why(String word) {
      this.word = word;
    }

    /** The word in answers. */
    public String word() {
      return word;
    }
  }
}
