package dev.penstock.plant;

import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.Optional;

/**
 * An element as somebody wrote it down, right or wrong.
 *
 * @param written where it was read from; empty when it comes from no file
 */
public record Listed<T extends Element>(T what, Optional<Tree.Fields> written) {
  /** An element that comes from no file. */
  public static <T extends Element> Listed<T> of(T what) {
    return new Listed<>(what, Optional.empty());
  }

  /** The element itself as a place of a finding. */
  Where where() {
    return new Where(path(), written.map(Tree.Fields::place).orElse(Place.NONE));
  }

  /** One of its fields, at its own place where it was written. */
  Where where(String field) {
    Place place = value(field).map(Tree::place).orElse(where().place());
    return new Where(path() + "." + field, place);
  }

  /** One item of a field that holds a list. */
  Where where(String field, int index) {
    Place place =
        value(field)
            .filter(value -> value instanceof Tree.Items items && index < items.items().size())
            .map(value -> ((Tree.Items) value).items().get(index).place())
            .orElse(where(field).place());
    return new Where(path() + "." + field + "[" + index + "]", place);
  }

  private Optional<Tree> value(String field) {
    return written.flatMap(fields ->
        fields.fields().stream()
            .filter(each -> each.name().text().equals(field))
            .map(Tree.Field::value)
            .findFirst());
  }

  private String path() {
    return switch (what) {
      case Organisation _, Site _ -> Kind.of(what).field();
      case Zone _, Conduit _, Asset _ -> Kind.of(what).field() + "[" + Text.shown(what.id()) + "]";
    };
  }
}
