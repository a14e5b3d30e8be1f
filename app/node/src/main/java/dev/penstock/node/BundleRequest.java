package dev.penstock.node;

import java.util.List;
import java.util.Optional;

/**
 * What shall be handed to an auditor, in the words of who asks.
 *
 * @param source its name; empty for the gateway itself
 * @param from ns since 1970
 * @param to not included
 * @param points names of those that shall be shown; absent for all
 * @param redacted names of points that shall be withheld
 */
public record BundleRequest(
    String source, long from, long to, Optional<List<String>> points, List<String> redacted) {
  public BundleRequest {
    points = points.map(List::copyOf);
    redacted = List.copyOf(redacted);
  }
}
