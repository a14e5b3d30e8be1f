package dev.penstock.plant.form;

import dev.penstock.plant.Asset;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Element;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Kind;
import dev.penstock.plant.Listed;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.Report;
import dev.penstock.plant.Site;
import dev.penstock.plant.Where;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a plant from a file's tree and checks it. A field that is not known is a fault, since a
 * misspelt one must not pass for one left out; all faults are found in one reading.
 */
public final class PlantReader {
  private static final List<String> TOP =
      List.of("format", "organisation", "site", "zones", "conduits", "assets");

  private final Report findings = new Report();

  private PlantReader() {}

  /** Reads and checks. */
  public static Reading read(Tree root) {
    if (!(root instanceof Tree.Fields top)) {
      return new Reading.NoPlant(root.place(), "must begin with 'format: " + format() + "'");
    }
    Optional<Tree> format =
        top.fields().stream()
            .filter(field -> field.name().text().equals("format"))
            .map(Tree.Field::value)
            .findFirst();
    if (format.isEmpty()
        || !(format.get() instanceof Tree.Scalar scalar && scalar.text().equals(format()))) {
      Place place = format.map(Tree::place).orElse(root.place());
      return new Reading.NoPlant(place, "the field 'format' must be " + format());
    }
    return new PlantReader().plant(top);
  }

  private static String format() {
    return CanonicalForm.FORMAT;
  }

  private Reading plant(Tree.Fields top) {
    var fields = new FieldReader("", top, TOP, findings);
    Listed<Organisation> organisation =
        only(fields, Kind.ORGANISATION, at -> new Organisation(at.id(), at.name()));
    Listed<Site> site = only(fields, Kind.SITE, at -> new Site(at.id(), at.name()));
    List<Listed<Zone>> zones =
        all(fields, Kind.ZONE, List.of("id", "name", "parent", "sources"), PlantReader::zone);
    List<Listed<Conduit>> conduits =
        all(fields, Kind.CONDUIT, List.of("id", "name", "between"), PlantReader::conduit);
    List<Listed<Asset>> assets =
        all(fields, Kind.ASSET, List.of("id", "name", "zone"), PlantReader::asset);
    var draft = new Draft(organisation, site, zones, conduits, assets);
    return new Reading.Plant(ModelChecker.check(draft, findings));
  }

  private static Zone zone(FieldReader at) {
    return new Zone(at.id(), at.name(), at.text("parent"), at.texts("sources"));
  }

  private static Conduit conduit(FieldReader at) {
    return new Conduit(at.id(), at.name(), at.texts("between"));
  }

  private static Asset asset(FieldReader at) {
    return new Asset(at.id(), at.name(), at.text("zone"));
  }

  private <T extends Element> Listed<T> only(
      FieldReader top, Kind kind, Function<FieldReader, T> shape) {
    Optional<Tree> value = top.value(kind.field());
    var nothing = new Tree.Fields(top.place(), List.of());
    Tree.Fields written = nothing;
    if (value.isEmpty()) {
      findings.add(
          new Finding.Malformed(
              new Where(kind.field(), top.place()), "is missing, with its id and name"));
    } else if (value.get() instanceof Tree.Fields found) {
      written = found;
    } else {
      findings.add(malformed(kind.field(), value.get(), "must be fields: id, name"));
    }
    T made = shape.apply(reader(kind.field(), written, List.of("id", "name")));
    return new Listed<>(made, Optional.of(written));
  }

  private <T extends Element> List<Listed<T>> all(
      FieldReader top, Kind kind, List<String> known, Function<FieldReader, T> shape) {
    List<Listed<T>> made = new ArrayList<>();
    for (Tree item : top.items(kind.field())) {
      String path = kind.field() + "[" + made.size() + "]";
      if (item instanceof Tree.Fields written) {
        made.add(new Listed<>(shape.apply(reader(path, written, known)), Optional.of(written)));
      } else {
        findings.add(malformed(path, item, "must be fields: " + String.join(", ", known)));
      }
    }
    return made;
  }

  private FieldReader reader(String path, Tree.Fields written, List<String> known) {
    return new FieldReader(path, written, known, findings);
  }

  private static Finding malformed(String path, Tree tree, String what) {
    return new Finding.Malformed(new Where(path, tree.place()), what);
  }
}
