package dev.penstock.north;

import org.jspecify.annotations.Nullable;

/**
 * What a message says of a value or of all its values.
 *
 * @param key under which name
 * @param form how it is written, where there is more than one way
 */
record Field(String key, What what, Form form) {
  /** What there is to say. */
  enum What {
    SOURCE("source", true),
    ZONE("zone", true),
    SITE("site", true),
    DESTINATION("destination", true),
    /** The log that the records are in: with the next two, no value has the same ever. */
    LOG("log", true),
    /** The number of the source in that log. */
    NUMBER("number", true),
    SEQ("seq", false),
    HISTORICAL("historical", true),
    /** The list of a message of many values. */
    VALUES("values", true),
    POINT("point", false),
    VALUE("value", false),
    QUALITY("quality", false),
    SOURCE_TIME("sourceTime", false),
    RECEIVED_TIME("receivedTime", false);

    private final String word;
    private final boolean isOfAll;

    What(String word, boolean isOfAll) {
      this.word = word;
      this.isOfAll = isOfAll;
    }

    String word() {
      return word;
    }

    /** Whether it is the same for all values of a message. */
    boolean isOfAll() {
      return isOfAll;
    }

    /** Whether it is there unless it is left out by name: what tells two values apart. */
    boolean isGiven() {
      return this == LOG || this == NUMBER || this == SEQ || this == HISTORICAL || this == VALUES;
    }

    Form form() {
      return switch (this) {
        case SOURCE_TIME, RECEIVED_TIME -> Form.TEXT;
        case QUALITY -> Form.CODE;
        case SOURCE, ZONE, SITE, DESTINATION, LOG, NUMBER, SEQ, HISTORICAL, VALUES, POINT, VALUE ->
            Form.PLAIN;
      };
    }

    boolean allows(Form form) {
      return switch (this) {
        case SOURCE_TIME, RECEIVED_TIME ->
            form == Form.TEXT || form == Form.MILLIS || form == Form.NANOS;
        case QUALITY -> form == Form.CODE || form == Form.WORD;
        case SOURCE, ZONE, SITE, DESTINATION, LOG, NUMBER, SEQ, HISTORICAL, VALUES, POINT, VALUE ->
            form == Form.PLAIN;
      };
    }

    static @Nullable What of(String word) {
      for (What each : values()) {
        if (each.word.equals(word)) {
          return each;
        }
      }
      return null;
    }
  }

  /** How something is written. */
  enum Form {
    PLAIN(""),
    /** RFC 3339, in UTC. */
    TEXT("text"),
    /** Since 1970. */
    MILLIS("ms"),
    NANOS("ns"),
    /** An OPC UA status code. */
    CODE("code"),
    /** Good, uncertain or bad. */
    WORD("word");

    private final String word;

    Form(String word) {
      this.word = word;
    }

    static @Nullable Form of(String word) {
      for (Form each : values()) {
        if (each.word.equals(word)) {
          return each;
        }
      }
      return null;
    }
  }

  static Field of(What what) {
    return new Field(what.word(), what, what.form());
  }
}
