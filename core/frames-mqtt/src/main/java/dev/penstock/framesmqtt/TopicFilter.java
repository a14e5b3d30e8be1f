package dev.penstock.framesmqtt;

import java.nio.charset.StandardCharsets;

/**
 * What a subscription asks for (MQTT 5 §4.7): levels with {@code +} and a last {@code #}, and where
 * it is shared, the group in front (§4.8.2).
 *
 * @param text as it is sent: {@code $share/group/} in front where it is shared
 */
public record TopicFilter(String text) {
  private static final String SHARE = "$share/";
  private static final int BYTES_MAX = 65_535;

  public TopicFilter {
    if (text.isEmpty()
        || text.indexOf('\0') >= 0
        || text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw wrong(text, "must have 1..65535 bytes without U+0000");
    }
    String filter = text;
    if (text.startsWith(SHARE)) {
      int end = text.indexOf('/', SHARE.length());
      String group = end < 0 ? "" : text.substring(SHARE.length(), end);
      if (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
        throw wrong(text, "a shared one is $share/GROUP/FILTER, the group without + and #");
      }
      filter = text.substring(end + 1);
    }
    checkLevels(text, filter);
  }

  private static void checkLevels(String text, String filter) {
    if (filter.isEmpty()) {
      throw wrong(text, "there is nothing behind the group");
    }
    String[] levels = filter.split("/", -1);
    for (int i = 0; i < levels.length; i++) {
      boolean hasWildcard = levels[i].indexOf('+') >= 0 || levels[i].indexOf('#') >= 0;
      if (hasWildcard && levels[i].length() > 1) {
        throw wrong(text, "+ and # are whole levels");
      }
      if (levels[i].equals("#") && i < levels.length - 1) {
        throw wrong(text, "# must be the last level");
      }
    }
  }

  private static IllegalArgumentException wrong(String text, String what) {
    String shown = text.length() <= 80 ? text : text.substring(0, 77) + "...";
    return new IllegalArgumentException("filter is \"" + shown + "\": " + what);
  }

  /** Whether several clients share what it brings, each message to one of them. */
  public boolean isShared() {
    return text.startsWith(SHARE);
  }

  /** Whether a topic is asked for. */
  public boolean matches(String topic) {
    int f = isShared() ? text.indexOf('/', SHARE.length()) + 1 : 0;
    // §4.7.2: a wildcard in front does not stand for topics of the broker's own.
    if (topic.startsWith("$") && (text.charAt(f) == '+' || text.charAt(f) == '#')) {
      return false;
    }
    int t = 0;
    while (true) {
      int filterEnd = levelEnd(text, f);
      if (text.charAt(Math.min(f, text.length() - 1)) == '#' && f < text.length()) {
        return true;
      }
      int topicEnd = levelEnd(topic, t);
      boolean isAny = filterEnd - f == 1 && text.charAt(f) == '+';
      boolean isEqual =
          filterEnd - f == topicEnd - t && text.regionMatches(f, topic, t, filterEnd - f);
      if (!isAny && !isEqual) {
        return false;
      }
      boolean filterIsDone = filterEnd == text.length();
      boolean topicIsDone = topicEnd == topic.length();
      if (topicIsDone) {
        // "a/#" also stands for "a" itself (§4.7.1.2).
        return filterIsDone || text.startsWith("/#", filterEnd);
      }
      if (filterIsDone) {
        return false;
      }
      f = filterEnd + 1;
      t = topicEnd + 1;
    }
  }

  private static int levelEnd(String text, int from) {
    int end = text.indexOf('/', from);
    return end < 0 ? text.length() : end;
  }
}
