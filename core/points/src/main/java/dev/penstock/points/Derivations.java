package dev.penstock.points;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Derived points in an order in which each comes after those it is made of. */
public final class Derivations {
  private final List<Derived> ordered;
  private final Map<String, List<Derived>> byInput;

  /** A point and how it is made. */
  public record Derived(String point, Expression expression) {}

  /** What came of ordering them. */
  public sealed interface Ordering {
    record Ordered(Derivations derivations) implements Ordering {}

    /**
     * Some are made of themselves.
     *
     * @param points each made of the next, and the last of the first
     */
    record Circular(List<String> points) implements Ordering {
      public Circular {
        points = List.copyOf(points);
      }
    }
  }

  private Derivations(List<Derived> ordered) {
    this.ordered = List.copyOf(ordered);
    this.byInput = new HashMap<>();
    for (Derived derived : ordered) {
      for (String point : derived.expression().points()) {
        byInput.computeIfAbsent(point, _ -> new ArrayList<>()).add(derived);
      }
    }
  }

  /** Orders them; by name, where it makes no difference. */
  public static Ordering of(Map<String, Expression> expressions) {
    Map<String, Expression> sorted = new TreeMap<>(expressions);
    List<Derived> ordered = new ArrayList<>(sorted.size());
    Set<String> done = new HashSet<>();
    for (String point : sorted.keySet()) {
      List<String> circle = visit(point, sorted, done, ordered);
      if (!circle.isEmpty()) {
        return new Ordering.Circular(circle);
      }
    }
    return new Ordering.Ordered(new Derivations(ordered));
  }

  /** Depth first without recursion: a chain may be as long as there are points. */
  private static List<String> visit(
      String start, Map<String, Expression> all, Set<String> done, List<Derived> ordered) {
    var path = new LinkedHashSet<String>();
    var open = new ArrayList<String>();
    open.add(start);
    while (!open.isEmpty()) {
      String point = open.getLast();
      Expression expression = all.get(point);
      if (expression == null || done.contains(point)) {
        String _ = open.removeLast();
      } else if (path.add(point)) {
        for (String input : expression.points()) {
          if (path.contains(input)) {
            return circle(path, input);
          }
          open.add(input);
        }
      } else {
        String _ = open.removeLast();
        boolean _ = path.remove(point);
        boolean _ = done.add(point);
        ordered.add(new Derived(point, expression));
      }
    }
    return List.of();
  }

  private static List<String> circle(Set<String> path, String first) {
    List<String> all = new ArrayList<>(path);
    return all.subList(all.indexOf(first), all.size());
  }

  /** All of them, each after those it is made of. */
  public List<Derived> all() {
    return ordered;
  }

  /** Those that are made of this point directly. */
  public List<Derived> of(String point) {
    return List.copyOf(byInput.getOrDefault(point, List.of()));
  }
}
