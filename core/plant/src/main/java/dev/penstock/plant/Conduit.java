package dev.penstock.plant;

import java.util.List;
import java.util.Optional;

/**
 * The way from one zone to another. It has no direction of its own; a channel in it has one.
 *
 * @param between ids of its two zones
 * @param target the level it shall reach
 */
public record Conduit(
    String id, String name, List<String> between, List<Channel> channels, Optional<SlTarget> target)
    implements Element {
  public Conduit {
    between = List.copyOf(between);
    channels = List.copyOf(channels);
  }

  /** A conduit of which nothing more is known. */
  public Conduit(String id, String name, List<String> between) {
    this(id, name, between, List.of(), Optional.empty());
  }
}
