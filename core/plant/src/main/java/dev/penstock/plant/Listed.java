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

  /** A field of one of its fields, as {@code sl-t.rationale}. */
  Where inside(String field, String part) {
    Where outer = where(field);
    Place place =
        value(field).flatMap(tree -> value(tree, part)).map(Tree::place).orElse(outer.place());
    return new Where(outer.path() + "." + part, place);
  }

  /** A field of an item of a list, which is called by its id: {@code channels[modbus].from}. */
  Where inside(String list, int index, String id, String field) {
    Optional<Tree> item =
        value(list)
            .filter(value -> value instanceof Tree.Items items && index < items.items().size())
            .map(value -> ((Tree.Items) value).items().get(index));
    Place outer = item.map(Tree::place).orElse(where(list).place());
    Place place = item.flatMap(tree -> value(tree, field)).map(Tree::place).orElse(outer);
    return new Where(path() + "." + list + "[" + Text.shown(id) + "]." + field, place);
  }

  private Optional<Tree> value(String field) {
    return written.flatMap(fields -> value(fields, field));
  }

  private static Optional<Tree> value(Tree tree, String field) {
    return tree instanceof Tree.Fields fields
        ? fields.fields().stream()
            .filter(each -> each.name().text().equals(field))
            .map(Tree.Field::value)
            .findFirst()
        : Optional.empty();
  }

  private String path() {
    return switch (what) {
      case Organisation _, Site _, SystemUnderConsideration _ -> Kind.of(what).field();
      case Zone _,
          Conduit _,
          Channel _,
          Asset _,
          AccessPoint _,
          EssentialFunction _,
          Acceptance _ ->
          Kind.of(what).field() + "[" + Text.shown(what.id()) + "]";
    };
  }
}
