package dev.penstock.north;

import java.util.ArrayList;
import java.util.List;

/** Which topics there can be of a template, level by level, whatever stands in its places. */
final class TopicShape {
  /** One level of any text. */
  private static final String ANY = "+";

  /** One level or more of any text. */
  private static final String MORE = "#";

  private final List<String> levels;

  private TopicShape(List<String> levels) {
    this.levels = List.copyOf(levels);
  }

  static TopicShape of(TopicTemplate template) {
    var text = new StringBuilder();
    for (TopicTemplate.Part part : template.parts()) {
      String shown = part.isLevels() ? MORE : ANY;
      var _ = text.append(part.place() == null ? part.text() : shown);
    }
    List<String> levels = new ArrayList<>();
    for (String level : text.toString().split("/", -1)) {
      boolean isOpen = level.contains(ANY) || level.contains(MORE);
      String shown = level.contains(MORE) ? MORE : ANY;
      boolean _ = levels.add(isOpen ? shown : level);
    }
    return new TopicShape(levels);
  }

  /** One topic, which has no wildcards. */
  static TopicShape of(String topic) {
    return new TopicShape(List.of(topic.split("/", -1)));
  }

  /** True where one topic may be of both; never false where one is. */
  boolean meets(TopicShape other) {
    int mine = levels.size();
    int theirs = other.levels.size();
    // From the ends: whether what follows behind i here and j there can be the same.
    boolean[][] can = new boolean[mine + 1][theirs + 1];
    can[mine][theirs] = true;
    for (int i = mine - 1; i >= 0; i--) {
      for (int j = theirs - 1; j >= 0; j--) {
        String a = levels.get(i);
        String b = other.levels.get(j);
        boolean isSame = a.equals(b) || isOpen(a) || isOpen(b);
        boolean isFollowed =
            can[i + 1][j + 1]
                || (a.equals(MORE) && can[i][j + 1])
                || (b.equals(MORE) && can[i + 1][j]);
        can[i][j] = isSame && isFollowed;
      }
    }
    return can[0][0];
  }

  private static boolean isOpen(String level) {
    return level.equals(ANY) || level.equals(MORE);
  }
}
