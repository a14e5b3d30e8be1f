package dev.penstock.cli.log;

import java.util.regex.Pattern;

/**
 * Text of others on its way to a terminal: what could move the cursor, change colours or turn the
 * direction of writing is shown as a question mark, so that nobody draws a verdict of his own.
 */
final class PlainText {
  private static final Pattern HARMFUL =
      Pattern.compile(
          "[\\p{Cntrl}\\u0080-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]");

  private PlainText() {}

  static String of(String text) {
    return HARMFUL.matcher(text).replaceAll("?");
  }
}
