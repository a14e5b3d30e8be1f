package dev.penstock.flow.intake;

/**
 * Who says something and about what, as a topic tells by the naming rules.
 *
 * @param isCollecting true for a point in which messages of many topics are collected, because they
 *     have no point of their own; such a message carries its topic inside
 */
public record TopicName(String source, String point, boolean isCollecting) {
  /** The point for topics beyond the limits. No rule gives a name with this first letter. */
  public static final String OTHER_POINT = "~other";

  /** The point for topics that are not text. */
  public static final String UNREADABLE_POINT = "~unreadable";

  static final char RESERVED = '~';

  public TopicName {
    Words.mustBeWord("source", source);
    Words.mustBeWord("point", point);
  }
}
