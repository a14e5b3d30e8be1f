package dev.penstock.north;

import java.util.Optional;

/** Knows what numbers of sources and points are called; a name once known stays. */
public interface Names {
  Optional<SourceName> source(long source);

  Optional<String> point(long source, long point);
}
