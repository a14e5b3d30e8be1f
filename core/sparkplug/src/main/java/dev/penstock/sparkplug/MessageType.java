package dev.penstock.sparkplug;

import java.util.Optional;

/** What a message is, by the word in its topic (Sparkplug 3.0 §4.1.3). */
public enum MessageType {
  NBIRTH,
  NDEATH,
  DBIRTH,
  DDEATH,
  NDATA,
  DDATA,
  NCMD,
  DCMD;

  /** True where a topic names a device. */
  public boolean isOfDevice() {
    return switch (this) {
      case DBIRTH, DDEATH, DDATA, DCMD -> true;
      case NBIRTH, NDEATH, NDATA, NCMD -> false;
    };
  }

  /** The type of a word, in capitals as it is written. */
  public static Optional<MessageType> of(String word) {
    for (MessageType each : values()) {
      if (each.name().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
