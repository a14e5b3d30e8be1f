package dev.penstock.connections.diff;

import dev.penstock.plant.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A thing of a file as texts by their paths, as {@code scaling.raw-low}. */
final class Flat {
  private static final String ADDRESS = "address";

  private Flat() {}

  static Map<String, String> of(Tree.Fields fields) {
    Map<String, String> flat = new LinkedHashMap<>();
    put("", fields, flat);
    return flat;
  }

  private static void put(String before, Tree.Fields fields, Map<String, String> into) {
    for (Tree.Field field : fields.fields()) {
      String path = before + field.name().text();
      switch (field.value()) {
        case Tree.Scalar(_, var text) -> into.put(path, text);
        case Tree.Fields below -> put(path + ".", below, into);
        case Tree.Items(_, var items) when items.stream().anyMatch(Tree.Fields.class::isInstance) ->
            items.forEach(item -> item(path, item, into));
        case Tree.Items(_, var items) ->
            into.put(
                path,
                items.stream()
                    .map(item -> item instanceof Tree.Scalar(_, var text) ? text : "")
                    .collect(Collectors.joining(", ")));
      }
    }
  }

  /** All of it in one line, but for the field that names it. */
  static String line(Tree.Fields fields, String id) {
    return of(fields).entrySet().stream()
        .filter(each -> !each.getKey().equals(id))
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** An item with fields is found again by its address, as what a server serves. */
  private static void item(String path, Tree item, Map<String, String> into) {
    if (item instanceof Tree.Fields fields) {
      String id = of(fields).getOrDefault(ADDRESS, "");
      String _ = into.put(path + "[" + id + "]", line(fields, ADDRESS));
    }
  }
}
