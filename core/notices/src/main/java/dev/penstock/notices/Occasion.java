package dev.penstock.notices;

import java.util.Optional;

/** Why a message is sent. */
public enum Occasion {
  /** It began. */
  RAISED("raised", 1),
  /** It still is so, and nobody said that they know. */
  REPEATED("repeated", 2),
  /** Those who were told first did not say that they know. */
  ESCALATED("escalated", 3),
  /** It is over. */
  CLEARED("cleared", 4),
  /** It happened, and has no end. */
  HAPPENED("happened", 5),
  /** Somebody tries the channel. */
  TEST("test", 6),
  /** Messages were held back; this one counts them. */
  SUMMARY("summary", 7);

  private final String wireName;
  private final int code;

  Occasion(String wireName, int code) {
    this.wireName = wireName;
    this.code = code;
  }

  /** As messages call it. */
  public String wireName() {
    return wireName;
  }

  /** Its number, for state and for SNMP. */
  public int code() {
    return code;
  }

  static Optional<Occasion> ofCode(long code) {
    for (Occasion each : values()) {
      if (each.code == code) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
