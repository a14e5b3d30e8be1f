package dev.penstock.plantmap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What must get a place: rooms in rooms, and the ways between them. It depends on the model and not
 * on what was observed, so that nothing moves while somebody goes through a day.
 *
 * @param rooms those that lie in another one after it
 */
public record Sheet(List<Room> rooms, List<Link> links) {
  /** Above a map of this many zones nobody finds anything; the list beside it has them all. */
  public static final int ROOMS_MAX = 100;

  /** As above, of conduits. */
  public static final int LINKS_MAX = 200;

  /** Height of what stands on a line. */
  public static final double LABEL_HEIGHT = 20;

  /** Above the first room inside another: its name and its counts. */
  public static final double HEAD_HEIGHT = 50;

  private static final double ROOM_HEIGHT = 78;
  private static final double ROOM_WIDTH_MIN = 240;
  private static final double ROOM_WIDTH_MAX = 330;
  private static final double LABEL_WIDTH_MAX = 220;
  private static final double CHAR_WIDTH = 7.2;

  public Sheet {
    rooms = List.copyOf(rooms);
    links = List.copyOf(links);
    Map<String, Room> known = new HashMap<>();
    for (Room room : rooms) {
      if (room.parent().filter(id -> !known.containsKey(id)).isPresent()
          || known.put(room.id(), room) != null) {
        throw new IllegalArgumentException("room " + room.id() + " is twice, or in none before it");
      }
    }
    for (Link link : links) {
      if (!known.containsKey(link.from()) || !known.containsKey(link.to())) {
        throw new IllegalArgumentException("link " + link.id() + " leads nowhere");
      }
    }
  }

  /**
   * A box.
   *
   * @param width at least
   * @param height at least
   * @param rank of an outermost room: those of a lower one lie above those of a higher one; empty
   *     for a room that may lie anywhere
   */
  public record Room(
      String id, Optional<String> parent, double width, double height, OptionalInt rank) {}

  /** A line, with room on it for what is written there. */
  public record Link(String id, String from, String to, double labelWidth) {}

  /** True for what can be drawn. */
  public boolean isDrawable() {
    return !rooms.isEmpty() && rooms.size() <= ROOMS_MAX && links.size() <= LINKS_MAX;
  }

  /** The sheet of a picture. */
  public static Sheet of(Picture picture) {
    return new Sheet(
        picture.zones().stream()
            .map(zone ->
                new Room(
                    zone.id(),
                    zone.parent(),
                    roomWidth(zone.name()),
                    ROOM_HEIGHT,
                    zone.parent().isEmpty() ? Bands.rank(zone) : OptionalInt.empty()))
            .toList(),
        picture.conduits().stream()
            .map(conduit ->
                new Link(
                    conduit.id(), conduit.first(), conduit.second(), labelWidth(conduit.name())))
            .toList());
  }

  private static double roomWidth(String name) {
    return Math.clamp(name.length() * CHAR_WIDTH + 44, ROOM_WIDTH_MIN, ROOM_WIDTH_MAX);
  }

  private static double labelWidth(String name) {
    return Math.min(name.length() * CHAR_WIDTH + 34, LABEL_WIDTH_MAX);
  }
}
