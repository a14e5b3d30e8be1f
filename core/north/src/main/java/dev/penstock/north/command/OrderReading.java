package dev.penstock.north.command;

import java.util.Optional;

/** What came of reading a message as a command. */
public sealed interface OrderReading {
  /** It is one. Whether it is carried out is decided elsewhere. */
  record Read(Order order) implements OrderReading {}

  /**
   * It is none, or none that is followed.
   *
   * @param text for people, without a part of the message
   * @param named as far as it could be read
   */
  record Refused(Refusal why, String text, Named named) implements OrderReading {}

  /** What a message named, as far as it could be read. */
  record Named(Optional<String> source, Optional<String> point, Optional<String> key) {
    /** Nothing. */
    public static final Named NOTHING =
        new Named(Optional.empty(), Optional.empty(), Optional.empty());
  }
}
