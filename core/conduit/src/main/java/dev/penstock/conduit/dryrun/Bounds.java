package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Extent;
import dev.penstock.conduit.compiled.Reach;
import java.util.Optional;

/**
 * From where to where the objects of requests reach.
 *
 * @param objectClass a space of numbers, {@code name} or {@code device}
 */
public record Bounds(
    String objectClass,
    Optional<Extent> units,
    Optional<Extent> numbers,
    Optional<String> nameFirst,
    Optional<String> nameLast) {
  static Bounds of(Reach reach) {
    return switch (reach) {
      case Reach.Device _ -> bare("device");
      case Reach.Numbers(var space, var units, var numbers) ->
          new Bounds(
              space, Optional.of(units), Optional.of(numbers), Optional.empty(), Optional.empty());
      case Reach.Names(var first, var last, var _) ->
          new Bounds(
              "name", Optional.empty(), Optional.empty(), Optional.of(first), Optional.of(last));
    };
  }

  private static Bounds bare(String objectClass) {
    return new Bounds(
        objectClass, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Both; of several classes nothing but that. */
  Bounds and(Bounds other) {
    if (!objectClass.equals(other.objectClass)) {
      return bare("mixed");
    }
    return new Bounds(
        objectClass,
        units.flatMap(one -> other.units.map(two -> both(one, two))),
        numbers.flatMap(one -> other.numbers.map(two -> both(one, two))),
        nameFirst.flatMap(one -> other.nameFirst.map(two -> one.compareTo(two) <= 0 ? one : two)),
        nameLast.flatMap(one -> other.nameLast.map(two -> one.compareTo(two) >= 0 ? one : two)));
  }

  private static Extent both(Extent one, Extent two) {
    return new Extent(Math.min(one.first(), two.first()), Math.max(one.last(), two.last()));
  }

  /** In the words of policies. */
  public String text() {
    if (units.isPresent() && numbers.isPresent()) {
      return "unit %s %s %s".formatted(units.get().text(), objectClass, numbers.get().text());
    }
    if (nameFirst.isPresent() && nameLast.isPresent()) {
      return nameFirst.equals(nameLast)
          ? "name " + nameFirst.get()
          : "name " + nameFirst.get() + ".." + nameLast.get();
    }
    return objectClass;
  }
}
