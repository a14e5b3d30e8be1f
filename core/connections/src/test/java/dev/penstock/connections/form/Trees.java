package dev.penstock.connections.form;

import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Trees of files for tests; each thing with fields stands in a line of its own. */
final class Trees {
  private static int line;

  private Trees() {}

  /** Names and values by turns; a value is a text, a list, or a tree. */
  static Tree.Fields fields(Object... namesAndValues) {
    int here = ++line;
    List<Tree.Field> fields = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      var place = new Place(here, i + 1);
      fields.add(
          new Tree.Field(
              new Tree.Scalar(place, (String) namesAndValues[i]),
              tree(place, namesAndValues[i + 1])));
    }
    return new Tree.Fields(new Place(here, 1), fields);
  }

  private static Tree tree(Place place, Object value) {
    return switch (value) {
      case Tree tree -> tree;
      case String text -> new Tree.Scalar(place, text);
      case List<?> items ->
          new Tree.Items(place, items.stream().map(item -> tree(place, item)).toList());
      default -> throw new IllegalArgumentException(String.valueOf(value));
    };
  }

  /** A file with devices. */
  static Tree.Fields file(Tree... devices) {
    return fields("format", "penstock-connections-1", "devices", Arrays.asList(devices));
  }

  /** A device that is sound, with these points. */
  static Tree.Fields device(Tree... points) {
    return fields(
        "id",
        "plc-1",
        "protocol",
        "modbus",
        "asset",
        "filter-plc",
        "at",
        fields("tcp", "10.20.0.7:502"),
        "rates",
        fields("fast", "1 s", "slow", "1 min"),
        "points",
        Arrays.asList(points));
  }
}
