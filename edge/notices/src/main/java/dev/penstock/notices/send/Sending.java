package dev.penstock.notices.send;

/** What became of a message that reached the other side. */
public sealed interface Sending {
  /**
   * It was taken.
   *
   * @param note what the operator may want to know, or nothing: that nobody confirms such messages
   */
  record Taken(String note) implements Sending {}

  /** It was not, and trying again does not help. */
  record Refused(String why) implements Sending {}

  /** It was taken, and there is nothing to say about it. */
  static Sending taken() {
    return new Taken("");
  }
}
