package dev.penstock.connections.diff;

import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Point;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Server;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.plant.Change;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How connections differ from others, thing by thing, for people who approve it. Counts are always
 * whole; of the changes themselves there is an end.
 *
 * @param parts devices first, then destinations, proxies and servers, each in the order of ids;
 *     empty for the same connections
 */
public record ConnectionsDiff(List<Part> parts) {
  /** Changes of one thing that are told: more is a table, and is compared as one. */
  public static final int PART_CHANGES_MAX = 200;

  /** Changes that are told altogether. */
  public static final int CHANGES_MAX = 5_000;

  public ConnectionsDiff {
    parts = List.copyOf(parts);
  }

  /** What sort of thing differs. */
  public enum Kind {
    DEVICE("device", "devices"),
    DESTINATION("destination", "destinations"),
    PROXY("proxy", "proxies"),
    SERVER("server", "servers");

    private final String word;
    private final String field;

    Kind(String word, String field) {
      this.word = word;
      this.field = field;
    }

    /** For people. */
    public String word() {
      return word;
    }

    /** In files. */
    public String field() {
      return field;
    }
  }

  /** What became of a thing. */
  public enum How {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** How many points of a device became what. */
  public record Points(int added, int removed, int changed) {
    /** None. */
    public static final Points NONE = new Points(0, 0, 0);

    /** All of them. */
    public int count() {
      return added + removed + changed;
    }
  }

  /**
   * One thing that differs.
   *
   * @param changes its fields first, then its points in the order of their names; of a thing that
   *     was added or removed its fields only
   * @param leftOut how many more changes there are
   */
  public record Part(
      Kind kind, String id, How how, Points points, List<Change> changes, long leftOut) {
    public Part {
      changes = List.copyOf(changes);
    }
  }

  /** The differences that lead from one to the other. */
  public static ConnectionsDiff between(Connections before, Connections after) {
    var made = new Making();
    made.all(
        Kind.DEVICE, before.devices(), after.devices(), Device::id, ConnectionsWriter::writeHead);
    made.all(
        Kind.DESTINATION,
        before.destinations(),
        after.destinations(),
        Destination::id,
        ConnectionsWriter::write);
    made.all(Kind.PROXY, before.proxies(), after.proxies(), Proxy::id, ConnectionsWriter::write);
    made.all(Kind.SERVER, before.servers(), after.servers(), Server::id, ConnectionsWriter::write);
    return new ConnectionsDiff(made.parts);
  }

  /** True when both are the same. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /** A diff on its way. */
  private static final class Making {
    private final List<Part> parts = new ArrayList<>();
    private int left = CHANGES_MAX;

    <T> void all(
        Kind kind,
        List<T> before,
        List<T> after,
        Function<T, String> id,
        Function<T, Tree.Fields> tree) {
      Map<String, T> was = byId(before, id);
      Map<String, T> is = byId(after, id);
      Map<String, T> ids = new TreeMap<>(was);
      ids.putAll(is);
      for (String each : ids.keySet()) {
        T old = was.get(each);
        T now = is.get(each);
        if (old == null || !old.equals(now)) {
          parts.add(part(kind, each, Optional.ofNullable(old), Optional.ofNullable(now), tree));
        }
      }
    }

    private static <T> Map<String, T> byId(List<T> things, Function<T, String> id) {
      Map<String, T> byId = new TreeMap<>();
      things.forEach(thing -> byId.put(id.apply(thing), thing));
      return byId;
    }

    private <T> Part part(
        Kind kind, String id, Optional<T> old, Optional<T> now, Function<T, Tree.Fields> tree) {
      var told = new Told();
      told.fields("", old.map(tree), now.map(tree));
      List<Point> was = old.map(Making::points).orElse(List.of());
      List<Point> is = now.map(Making::points).orElse(List.of());
      Points points = told.points(was, is, old.isPresent() && now.isPresent());
      How how = old.isEmpty() ? How.ADDED : now.isEmpty() ? How.REMOVED : How.CHANGED;
      return new Part(kind, id, how, points, told.changes, told.leftOut);
    }

    private static <T> List<Point> points(T thing) {
      return thing instanceof Device device ? device.points() : List.of();
    }

    /** The changes of one thing. */
    private final class Told {
      private final List<Change> changes = new ArrayList<>();
      private long leftOut;

      void fields(String prefix, Optional<Tree.Fields> old, Optional<Tree.Fields> now) {
        Map<String, String> was = old.map(Flat::of).orElse(Map.of());
        Map<String, String> is = now.map(Flat::of).orElse(Map.of());
        Map<String, String> paths = new LinkedHashMap<>(was);
        paths.putAll(is);
        for (String path : paths.keySet()) {
          Optional<String> one = Optional.ofNullable(was.get(path));
          Optional<String> other = Optional.ofNullable(is.get(path));
          if (!one.equals(other)) {
            tell(prefix + path, one, other);
          }
        }
      }

      /** Both lists are in the order of names. */
      Points points(List<Point> was, List<Point> is, boolean isTelling) {
        int added = 0;
        int removed = 0;
        int changed = 0;
        int i = 0;
        int j = 0;
        while (i < was.size() || j < is.size()) {
          int order =
              i == was.size()
                  ? 1
                  : j == is.size() ? -1 : was.get(i).name().compareTo(is.get(j).name());
          Optional<Point> old = order <= 0 ? Optional.of(was.get(i++)) : Optional.empty();
          Optional<Point> now = order >= 0 ? Optional.of(is.get(j++)) : Optional.empty();
          if (!old.equals(now)) {
            added += old.isEmpty() ? 1 : 0;
            removed += now.isEmpty() ? 1 : 0;
            changed += order == 0 ? 1 : 0;
            if (isTelling) {
              point(old, now);
            }
          }
        }
        return new Points(added, removed, changed);
      }

      private void point(Optional<Point> old, Optional<Point> now) {
        String path = "points[" + old.or(() -> now).map(Point::name).orElse("") + "]";
        if (old.isPresent() && now.isPresent()) {
          fields(path + ".", old.map(ConnectionsWriter::write), now.map(ConnectionsWriter::write));
        } else {
          tell(path, old.map(Making::line), now.map(Making::line));
        }
      }

      private void tell(String path, Optional<String> was, Optional<String> is) {
        if (changes.size() < PART_CHANGES_MAX && left > 0) {
          changes.add(new Change(path, was, is));
          left--;
        } else {
          leftOut++;
        }
      }
    }

    private static String line(Point point) {
      return Flat.line(ConnectionsWriter.write(point), "name");
    }
  }
}
