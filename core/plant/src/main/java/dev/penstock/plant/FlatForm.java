package dev.penstock.plant;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model as paths and texts, which is what a diff compares. Every element has a name, so its name
 * says that it is there. The items of a set are paths of their own, so that two people can each add
 * one.
 */
final class FlatForm {
  private static final Pattern PATH =
      Pattern.compile(
          "(organisation|site)\\.(id|name)"
              + "|zones\\[[a-z0-9-]{1,64}]\\.(name|parent|sources\\[.{1,255}])"
              + "|conduits\\[[a-z0-9-]{1,64}]\\.(name|between)"
              + "|assets\\[[a-z0-9-]{1,64}]\\.(name|zone)");

  private static final Pattern LISTED =
      Pattern.compile("(zones|conduits|assets)\\[([^]]*)]\\.([a-z]+)(?:\\[(.*)])?");

  private static final String BETWEEN = ", ";

  private FlatForm() {}

  /** True when a change can mean something; an item of a set says in its path what it is. */
  static boolean isMeant(Change change) {
    if (!PATH.matcher(change.path()).matches()) {
      return false;
    }
    Matcher listed = LISTED.matcher(change.path());
    return !listed.matches()
        || listed.group(4) == null
        || change.after().isEmpty()
        || change.after().get().equals(listed.group(4));
  }

  /** Of what kind of element a path of ours is. */
  static Kind kind(String path) {
    for (Kind kind : Kind.values()) {
      if (path.startsWith(kind.field())) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no path of a model: " + path);
  }

  static Map<String, String> of(Model model) {
    Map<String, String> flat = new LinkedHashMap<>();
    flat.put("organisation.id", model.organisation().id());
    flat.put("organisation.name", model.organisation().name());
    flat.put("site.id", model.site().id());
    flat.put("site.name", model.site().name());
    for (Zone zone : model.zones()) {
      String at = path(zone);
      flat.put(at + "name", zone.name());
      zone.parent().ifPresent(parent -> flat.put(at + "parent", parent));
      zone.sources().forEach(source -> flat.put(at + "sources[" + source + "]", source));
    }
    for (Conduit conduit : model.conduits()) {
      String at = path(conduit);
      flat.put(at + "name", conduit.name());
      flat.put(at + "between", String.join(BETWEEN, conduit.between()));
    }
    for (Asset asset : model.assets()) {
      String at = path(asset);
      flat.put(at + "name", asset.name());
      asset.zone().ifPresent(zone -> flat.put(at + "zone", zone));
    }
    return flat;
  }

  private static String path(Element element) {
    return Kind.of(element).field() + "[" + element.id() + "].";
  }

  /** The other way; what is missing is an empty text, which the rules of form refuse. */
  static Draft draft(Map<String, String> flat) {
    Map<String, Map<String, Parts>> kinds = new HashMap<>();
    flat.forEach((path, value) -> {
      Matcher listed = LISTED.matcher(path);
      if (listed.matches()) {
        Parts parts =
            kinds
                .computeIfAbsent(listed.group(1), kind -> new LinkedHashMap<>())
                .computeIfAbsent(listed.group(2), id -> new Parts());
        if (listed.group(4) != null) {
          parts.items.add(value);
        } else {
          parts.texts.put(listed.group(3), value);
        }
      }
    });
    return Draft.of(
        new Organisation(text(flat, "organisation.id"), text(flat, "organisation.name")),
        new Site(text(flat, "site.id"), text(flat, "site.name")),
        all(kinds, Kind.ZONE, FlatForm::zone),
        all(kinds, Kind.CONDUIT, FlatForm::conduit),
        all(kinds, Kind.ASSET, FlatForm::asset));
  }

  /** What was said of one element. */
  private static final class Parts {
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> items = new ArrayList<>();
  }

  private static Zone zone(String id, Parts parts) {
    return new Zone(
        id, text(parts.texts, "name"), Optional.ofNullable(parts.texts.get("parent")), parts.items);
  }

  private static Conduit conduit(String id, Parts parts) {
    List<String> between = Arrays.asList(text(parts.texts, "between").split(BETWEEN, -1));
    return new Conduit(id, text(parts.texts, "name"), between);
  }

  private static Asset asset(String id, Parts parts) {
    return new Asset(id, text(parts.texts, "name"), Optional.ofNullable(parts.texts.get("zone")));
  }

  private static <T> List<T> all(
      Map<String, Map<String, Parts>> kinds, Kind kind, BiFunction<String, Parts, T> shape) {
    List<T> made = new ArrayList<>();
    kinds
        .getOrDefault(kind.field(), Map.of())
        .forEach((id, parts) -> made.add(shape.apply(id, parts)));
    return made;
  }

  private static String text(Map<String, String> flat, String path) {
    return flat.getOrDefault(path, "");
  }
}
