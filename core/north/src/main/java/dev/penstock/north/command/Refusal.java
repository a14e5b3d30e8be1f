package dev.penstock.north.command;

/** Why a message from outside is not given on as a command. */
public enum Refusal {
  /** The broker had it stored: it is for the moment in which it was given, and that is over. */
  RETAINED("retained"),
  /** It may have been delivered before, and has no key by which that could be told. */
  DUPLICATE("duplicate"),
  /** It is larger than any command. */
  TOO_LARGE("too-large"),
  /** Its topic is none of commands. */
  TOPIC("topic-unknown"),
  /** It says no command. */
  UNREADABLE("unreadable"),
  /** More came than may come in a while. */
  TOO_MANY("too-many"),
  /** As many as may be are under way. */
  BUSY("busy");

  private final String word;

  Refusal(String word) {
    this.word = word;
  }

  /** The word in answers and records. */
  public String word() {
    return word;
  }
}
