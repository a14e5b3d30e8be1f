package dev.penstock.node;

import dev.penstock.notices.Lasting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What has been in the way of a node's parts for a while: at a start one part waits for another,
 * which is no news.
 */
final class Hindrances {
  /** An index that has all but the last blocks takes them in by then. */
  static final Duration PASSING = Duration.ofSeconds(10);

  private final Lasting lasting = new Lasting(PASSING);

  /**
   * What people are told, by the part that is hindered.
   *
   * @param obstacles as the node tells them now
   * @param told parts of which people were told, also before a restart: it is not over yet
   * @param nanos of a clock that nobody sets
   */
  Map<String, NoticeSaid> of(List<String> obstacles, Set<String> told, long nanos) {
    Map<String, NoticeSaid> all = new TreeMap<>();
    for (String each : obstacles) {
      int colon = each.indexOf(':');
      String part = colon > 0 ? each.substring(0, colon) : each;
      NoticeSaid _ = all.put(part, NoticeSaid.of(each, "why", each));
    }
    Set<String> lasts = lasting.of(all.keySet(), nanos);
    all.keySet().removeIf(part -> !lasts.contains(part) && !told.contains(part));
    return all;
  }
}
