package dev.penstock.north;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of each point go, found once and remembered by number. What the names of a
 * number are is asked again while nobody knows them. One thread.
 */
final class Routes {
  /** More sources than a node has; beyond it all are found once more. */
  private static final int SOURCES_MAX = 100_000;

  /** Point numbers of drivers and listeners are counted from 0; others are not remembered. */
  private static final long POINTS_MAX = 1 << 20;

  private static final int POINTS_AT_FIRST = 16;

  private final Recipe recipe;
  private final Names names;
  private final Map<Long, OfSource> sources = new HashMap<>();

  /** Where the values of one point go. */
  record Route(boolean isWanted, String source, String zone, String point, String topic) {}

  /** What is known of one source. */
  private static final class OfSource {
    private final SourceName name;
    private @Nullable Route[] points = new Route[POINTS_AT_FIRST];

    /** The last that was made: most destinations have one for all points of a source. */
    private String topic = "";

    private OfSource(SourceName name) {
      this.name = name;
    }
  }

  Routes(Recipe recipe, Names names) {
    this.recipe = recipe;
    this.names = names;
  }

  Route route(long source, long point) {
    OfSource of = sources.get(source);
    if (of == null) {
      of = source(source);
    }
    if (point >= POINTS_MAX) {
      return made(of, names.point(source, point).orElseGet(() -> "?" + point));
    }
    if (point >= of.points.length) {
      of.points = Arrays.copyOf(of.points, (int) Math.max(2L * of.points.length, point + 1));
    }
    Route known = of.points[(int) point];
    if (known == null) {
      // Asked once: who learns the name meanwhile must not make us remember that it has none.
      Optional<String> name = names.point(source, point);
      known = made(of, name.orElseGet(() -> "?" + point));
      if (name.isPresent()) {
        of.points[(int) point] = known;
      }
    }
    return known;
  }

  private OfSource source(long source) {
    Optional<SourceName> name = names.source(source);
    var of = new OfSource(name.orElseGet(() -> new SourceName("?" + source, null)));
    if (name.isPresent()) {
      if (sources.size() >= SOURCES_MAX) {
        sources.clear();
      }
      OfSource _ = sources.put(source, of);
    }
    return of;
  }

  private Route made(OfSource of, String name) {
    String zone = of.name.zone();
    String zoneShown = zone == null ? "" : zone;
    boolean isWanted = recipe.selection().covers(of.name.name(), name);
    String topic =
        recipe
            .topic()
            .topic(
                new TopicTemplate.Filling(
                    of.name.name(), name, zoneShown, recipe.site(), recipe.destination()));
    if (!topic.equals(of.topic)) {
      of.topic = topic;
    }
    return new Route(isWanted, of.name.name(), zoneShown, name, of.topic);
  }
}
