package dev.penstock.plant;

import java.util.Optional;

/**
 * One difference between two models.
 *
 * @param path as {@code zones[filters].name}
 * @param before what stood there; empty when nothing did
 * @param after what stands there now; empty when nothing does
 */
public record Change(String path, Optional<String> before, Optional<String> after) {
  public Change {
    if (before.equals(after)) {
      throw new IllegalArgumentException("no change at " + path + ": " + before);
    }
  }
}
