package dev.penstock.driving;

import java.util.Objects;
import java.util.Optional;

/**
 * Something that a device has.
 *
 * @param path where to look below it
 * @param name for people
 * @param point how to read it; empty for what has no value
 * @param hasMore whether there may be something below it
 */
public record Browsed(String path, String name, Optional<PointSpec> point, boolean hasMore) {
  public Browsed {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(point, "point");
  }
}
