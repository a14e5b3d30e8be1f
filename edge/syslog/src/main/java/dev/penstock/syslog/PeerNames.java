package dev.penstock.syslog;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.flow.intake.TopicName;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each message its source and point, within limits: the source is the peer that sent it, the
 * point is host and program that the message names. Beyond the limits a message shares a collecting
 * point and keeps its address inside its record, so a flood of names costs no memory and no
 * message. Any thread.
 */
final class PeerNames {
  static final char RESERVED = '~';

  private static final int NAME_BYTES_MAX = 255;
  private static final String NOT_SAID = "-";

  private final String listener;
  private final NamingLimits limits;

  /** The points of each source; guarded by this, as the count. */
  private final Map<String, Set<String>> points = new HashMap<>();

  private int pointCount;

  /**
   * The names of one message.
   *
   * @param address what its record must hold besides, in a collecting point; else null
   */
  record Name(String source, String point, @Nullable String address) {
    boolean isCollecting() {
      return point.charAt(0) == RESERVED;
    }
  }

  PeerNames(String listener, NamingLimits limits) {
    this.listener = listener;
    this.limits = limits;
  }

  /** The names of a message of a peer that says this about itself. */
  synchronized Name name(String peer, @Nullable String host, @Nullable String app) {
    String point = said(host) + "/" + said(app);
    if (!enter(peer)) {
      return new Name(listener, TopicName.OTHER_POINT, peer + " " + point);
    }
    Set<String> known = points.computeIfAbsent(peer, _ -> new HashSet<>());
    // A slash in the host would make one name of two.
    boolean isUsable = isUsable(point) && said(host).indexOf('/') < 0;
    if (known.contains(point)) {
      return new Name(peer, point, null);
    }
    if (!isUsable || pointCount >= limits.topics()) {
      return new Name(peer, TopicName.OTHER_POINT, point);
    }
    known.add(point);
    pointCount++;
    return new Name(peer, point, null);
  }

  /** The names of a message of a peer that has no header. */
  synchronized Name unreadable(String peer) {
    return enter(peer)
        ? new Name(peer, TopicName.UNREADABLE_POINT, null)
        : new Name(listener, TopicName.UNREADABLE_POINT, peer);
  }

  /** The peer, where it is a source already; null where it is not. */
  synchronized @Nullable String source(String peer) {
    return points.containsKey(peer) ? peer : null;
  }

  /** How many sources and points there are, and may be, in words. */
  synchronized String limits() {
    return points.size()
        + " sources, at most "
        + limits.sources()
        + ", and "
        + pointCount
        + " points, at most "
        + limits.topics();
  }

  /** True when the peer has a place among the sources, from now on if not before. */
  private boolean enter(String peer) {
    if (points.containsKey(peer)) {
      return true;
    }
    if (points.size() >= limits.sources() || !isUsable(peer) || peer.equals(listener)) {
      return false;
    }
    points.put(peer, new HashSet<>());
    return true;
  }

  private static String said(@Nullable String word) {
    return word == null ? NOT_SAID : word;
  }

  /** Whether a record can hold it as a name, and no name of ours looks like it. */
  static boolean isUsable(String name) {
    return !name.isEmpty()
        && name.charAt(0) != RESERVED
        && name.chars().noneMatch(Character::isISOControl)
        && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX;
  }
}
