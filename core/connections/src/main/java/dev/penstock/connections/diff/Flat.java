package dev.penstock.connections.diff;

import dev.penstock.plant.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A thing of a file as texts by their paths, as {@code scaling.raw-low}. */
final class Flat {
  private static final String ADDRESS = "address";
  private static final List<String> NAMES = List.of("device", "name");

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

  /** By what people find it again: the name that it has on its device, or has by itself. */
  private static String name(Tree.Fields thing) {
    return thing.fields().stream()
        .filter(each -> NAMES.contains(each.name().text()))
        .map(each -> each.value() instanceof Tree.Scalar(_, var text) ? text : "")
        .collect(Collectors.joining("/"));
  }

  /** All of it in one line, but for the field that names it. */
  static String line(Tree.Fields fields, String id) {
    return of(fields).entrySet().stream()
        .filter(each -> !each.getKey().equals(id))
        .map(each -> each.getKey() + ": " + each.getValue())
        .collect(Collectors.joining(", "));
  }

  /** What a server serves is one line, found again by its address; all else goes by its names. */
  private static void item(String path, Tree item, Map<String, String> into) {
    if (item instanceof Tree.Fields fields) {
      String address = of(fields).get(ADDRESS);
      if (address == null) {
        put(path + "[" + name(fields) + "].", fields, into);
      } else {
        String _ = into.put(path + "[" + address + "]", line(fields, ADDRESS));
      }
    }
  }
}
