package dev.penstock.plant.drawing;

import dev.penstock.plant.Asset;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.IdOfName;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Zone;
import dev.penstock.plant.drawing.Drawing.Line;
import dev.penstock.plant.drawing.Drawing.Shape;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a drawing into a model: boxes are zones, the shapes in them assets, and lines from one zone
 * to another conduits. What the model has by that name or id stays what it is and is put where the
 * drawing has it; what the drawing does not show stays.
 */
public final class DrawingImport {
  /** Boxes inside each other that are followed; a drawing may close a circle. */
  private static final int DEPTH_MAX = 64;

  /** Of a name in a line about it. */
  private static final int SHOWN_CHARS_MAX = 100;

  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final Map<String, Conduit> conduits = new LinkedHashMap<>();
  private final Map<String, Asset> assets = new LinkedHashMap<>();
  private final Map<String, String> zoneIds = new HashMap<>();
  private final Map<String, String> assetIds = new HashMap<>();
  private final Map<String, String> conduitIds = new HashMap<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, String> zoneOfShape = new HashMap<>();
  private final Set<String> holders = new HashSet<>();
  private final Set<List<String>> joined = new HashSet<>();

  /** Which shape of this drawing has an id: there is one for each. */
  private final Map<String, Shape> zonesDrawn = new HashMap<>();

  private final Map<String, Shape> assetsDrawn = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> notTaken = new ArrayList<>();

  private DrawingImport(Model model, Drawing drawing) {
    for (Zone zone : model.zones()) {
      zones.put(zone.id(), zone);
      remember(zoneIds, zone.id(), zone.name());
    }
    for (Conduit conduit : model.conduits()) {
      conduits.put(conduit.id(), conduit);
      var _ = joined.add(sorted(conduit.between()));
      remember(conduitIds, conduit.id(), conduit.name());
    }
    for (Asset asset : model.assets()) {
      assets.put(asset.id(), asset);
      remember(assetIds, asset.id(), asset.name());
    }
    for (Shape shape : drawing.shapes()) {
      var _ = shapes.putIfAbsent(shape.key(), shape);
      shape.inside().ifPresent(holders::add);
    }
  }

  private static void remember(Map<String, String> ids, String id, String name) {
    ids.put(id, id);
    var _ = ids.putIfAbsent(name.toLowerCase(Locale.ROOT), id);
  }

  /** What came of it. */
  public sealed interface Imported {
    /**
     * The model with what is drawn.
     *
     * @param notTaken what of the drawing means nothing here, and why
     */
    record Merged(Model model, List<String> notTaken) implements Imported {
      public Merged {
        notTaken = List.copyOf(notTaken);
      }
    }

    /**
     * What is drawn is no plant.
     *
     * @param problems at least one
     */
    record Refused(List<String> problems) implements Imported {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Takes the drawing into the model. */
  public static Imported into(Model model, Drawing drawing) {
    return new DrawingImport(model, drawing).of(model, drawing);
  }

  private Imported of(Model model, Drawing drawing) {
    drawing.shapes().stream().filter(this::isZone).forEach(this::zone);
    drawing.shapes().stream().filter(this::isZone).forEach(this::nest);
    drawing.shapes().stream().filter(shape -> !isZone(shape)).forEach(this::asset);
    if (!problems.isEmpty()) {
      return new Imported.Refused(problems);
    }
    drawing.lines().forEach(this::conduit);
    drawing
        .pagesLeft()
        .forEach(page -> notTaken.add("page '" + page + "': the first one is taken"));
    Draft draft =
        model
            .draft()
            .in(PlantFormat.newest())
            .with(
                List.copyOf(zones.values()),
                List.copyOf(conduits.values()),
                List.copyOf(assets.values()));
    return switch (ModelChecker.check(draft)) {
      case Checked.Sound(var made) ->
          new Imported.Merged(made.equals(model.inNewestFormat()) ? model : made, notTaken);
      case Checked.Unsound(var findings, _) ->
          new Imported.Refused(
              findings.stream().map(each -> each.where().path() + " " + each.what()).toList());
    };
  }

  /** A box without a name only keeps things together. */
  private boolean isZone(Shape shape) {
    return (shape.isBox() || holders.contains(shape.key())) && !shape.label().isBlank();
  }

  private static String name(String label) {
    return Normalizer.normalize(label.strip().replaceAll("\\s+", " "), Normalizer.Form.NFC);
  }

  /** The id of what is called so already, else one that looks like the name. */
  private static String id(Map<String, String> known, String name) {
    String id = IdOfName.of(name);
    return known.getOrDefault(name.toLowerCase(Locale.ROOT), known.getOrDefault(id, id));
  }

  private void zone(Shape shape) {
    String name = name(shape.label());
    String id = id(zoneIds, name);
    take(zonesDrawn, id, shape);
    remember(zoneIds, id, name);
    zoneOfShape.put(shape.key(), id);
    var _ = zones.putIfAbsent(id, new Zone(id, name, Optional.empty(), List.of()));
  }

  /** Two shapes are two things: which of them an id means, nobody could tell later. */
  private void take(Map<String, Shape> drawn, String id, Shape shape) {
    Shape first = drawn.putIfAbsent(id, shape);
    if (first != null) {
      problems.add(
          "%s and %s would both be '%s': give each a name of its own"
              .formatted(shown(first), shown(shape), id));
    }
  }

  private String shown(Shape shape) {
    String name = shown(shape.label());
    String where =
        shape
            .inside()
            .map(shapes::get)
            .map(Shape::label)
            .filter(each -> !each.isBlank())
            .orElse("");
    return where.isEmpty() ? name : name + " in " + shown(where);
  }

  private static String shown(String label) {
    String name = name(label);
    return "'" + name.substring(0, Math.min(name.length(), SHOWN_CHARS_MAX)) + "'";
  }

  /** The nearest zone that a shape is drawn in. */
  private Optional<String> around(Shape shape) {
    Optional<String> at = shape.inside();
    for (int i = 0; i < DEPTH_MAX && at.isPresent(); i++) {
      String zone = zoneOfShape.get(at.get());
      if (zone != null) {
        return Optional.of(zone);
      }
      at = Optional.ofNullable(shapes.get(at.get())).flatMap(Shape::inside);
    }
    return Optional.empty();
  }

  private void nest(Shape shape) {
    Optional<String> around = around(shape);
    String id = zoneOfShape.getOrDefault(shape.key(), "");
    zones.computeIfPresent(
        id, (_, zone) -> around.isPresent() ? zone.within(around.get()) : drawnAlone(zone));
  }

  /** It lies no longer in what is drawn beside it; of what is not drawn nothing is said. */
  private Zone drawnAlone(Zone zone) {
    return zone.parent().filter(zonesDrawn::containsKey).isPresent() ? zone.outside() : zone;
  }

  private void asset(Shape shape) {
    String name = name(shape.label());
    if (name.isEmpty()) {
      return;
    }
    Optional<String> zone = around(shape);
    if (zone.isEmpty()) {
      notTaken.add("'" + name + "': it is drawn in no zone");
      return;
    }
    String id = id(assetIds, name);
    take(assetsDrawn, id, shape);
    remember(assetIds, id, name);
    zoneOfShape.put(shape.key(), zone.get());
    Asset before = assets.getOrDefault(id, new Asset(id, name, zone));
    assets.put(id, new Asset(id, before.name(), zone, before.facts()));
  }

  private void conduit(Line line) {
    Optional<String> from = line.from().map(zoneOfShape::get);
    Optional<String> to = line.to().map(zoneOfShape::get);
    String shown = line.label().isBlank() ? "a line" : "the line '" + name(line.label()) + "'";
    if (from.isEmpty() || to.isEmpty()) {
      notTaken.add(shown + ": it does not lead from a zone to another");
      return;
    }
    if (from.get().equals(to.get())) {
      return;
    }
    List<String> between = sorted(List.of(from.get(), to.get()));
    boolean isNamed = !line.label().isBlank();
    if (!isNamed && joined.contains(between)) {
      return;
    }
    String name = isNamed ? name(line.label()) : String.join(" - ", between);
    String id = id(conduitIds, name);
    Conduit before = conduits.get(id);
    if (before != null && !sorted(before.between()).equals(between)) {
      notTaken.add("%s: the conduit '%s' joins %s already".formatted(shown, id, before.between()));
      return;
    }
    remember(conduitIds, id, name);
    var _ = conduits.putIfAbsent(id, new Conduit(id, name, between));
    var _ = joined.add(between);
  }

  private static List<String> sorted(List<String> between) {
    return between.stream().sorted().toList();
  }
}
