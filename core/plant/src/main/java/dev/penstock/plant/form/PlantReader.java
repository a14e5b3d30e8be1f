package dev.penstock.plant.form;

import dev.penstock.plant.Acceptance;
import dev.penstock.plant.Asset;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Element;
import dev.penstock.plant.Finding;
import dev.penstock.plant.Kind;
import dev.penstock.plant.Listed;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Report;
import dev.penstock.plant.Site;
import dev.penstock.plant.SystemUnderConsideration;
import dev.penstock.plant.Where;
import dev.penstock.plant.Worded;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a plant from a file's tree and checks it. A field that is not known is a fault, since a
 * misspelt one must not pass for one left out; all faults are found in one reading. Each format has
 * its own fields, so that a file of an older one is read as it was then.
 */
public final class PlantReader {
  /** What is under this field is no part of the model. */
  public static final String POLICY = "policy";

  private static final List<String> TOP_ONE =
      List.of("format", "organisation", "site", "zones", "conduits", "assets");
  private static final List<String> TOP_TWO =
      List.of(
          "format",
          "organisation",
          "site",
          "system",
          "zones",
          "conduits",
          "assets",
          "access-points",
          "functions",
          "accepted",
          POLICY);

  private final Report findings = new Report();

  private PlantReader() {}

  /** Reads and checks. */
  public static Reading read(Tree root) {
    if (!(root instanceof Tree.Fields top)) {
      return new Reading.NoPlant(
          root.place(), "must begin with 'format: " + PlantFormat.newest().word() + "'");
    }
    Optional<Tree> format =
        top.fields().stream()
            .filter(field -> field.name().text().equals("format"))
            .map(Tree.Field::value)
            .findFirst();
    Optional<PlantFormat> known =
        format
            .filter(Tree.Scalar.class::isInstance)
            .flatMap(scalar -> Worded.of(PlantFormat.class, ((Tree.Scalar) scalar).text()));
    if (known.isEmpty()) {
      Place place = format.map(Tree::place).orElse(root.place());
      return new Reading.NoPlant(
          place, "the field 'format' must be one of: " + Worded.all(PlantFormat.class));
    }
    var reader = new PlantReader();
    return switch (known.get()) {
      case ONE -> reader.one(top);
      case TWO -> reader.two(top);
    };
  }

  private Reading one(Tree.Fields top) {
    var fields = new FieldReader("", top, TOP_ONE, findings);
    Listed<Organisation> organisation = organisation(fields);
    Listed<Site> site = site(fields);
    List<Listed<Zone>> zones =
        all(
            fields,
            Kind.ZONE,
            List.of("id", "name", "parent", "sources"),
            at -> new Zone(at.id(), at.name(), at.text("parent"), at.texts("sources")));
    List<Listed<Conduit>> conduits =
        all(
            fields,
            Kind.CONDUIT,
            List.of("id", "name", "between"),
            at -> new Conduit(at.id(), at.name(), at.texts("between")));
    List<Listed<Asset>> assets =
        all(
            fields,
            Kind.ASSET,
            List.of("id", "name", "zone"),
            at -> new Asset(at.id(), at.name(), at.text("zone")));
    Draft draft = new Draft(organisation, site, zones, conduits, assets).in(PlantFormat.ONE);
    return new Reading.Plant(ModelChecker.check(draft, findings), Optional.empty());
  }

  private Reading two(Tree.Fields top) {
    var fields = new FieldReader("", top, TOP_TWO, findings);
    var draft =
        new Draft(
            PlantFormat.TWO,
            organisation(fields),
            site(fields),
            system(fields),
            all(fields, Kind.ZONE, Shapes.ZONE, Shapes::zone),
            all(fields, Kind.CONDUIT, Shapes.CONDUIT, Shapes::conduit),
            all(fields, Kind.ASSET, Shapes.ASSET, Shapes::asset),
            all(fields, Kind.ACCESS_POINT, Shapes.ACCESS_POINT, Shapes::accessPoint),
            all(fields, Kind.FUNCTION, Shapes.FUNCTION, Shapes::function),
            this.<Acceptance>all(fields, Kind.ACCEPTANCE, Shapes.ACCEPTANCE, Shapes::acceptance));
    return new Reading.Plant(ModelChecker.check(draft, findings), fields.value(POLICY));
  }

  private Listed<Organisation> organisation(FieldReader fields) {
    return only(
        fields, Kind.ORGANISATION, Shapes.TITLE, at -> new Organisation(at.id(), at.name()));
  }

  private Listed<Site> site(FieldReader fields) {
    return only(fields, Kind.SITE, Shapes.TITLE, at -> new Site(at.id(), at.name()));
  }

  private Optional<Listed<SystemUnderConsideration>> system(FieldReader fields) {
    return fields.value(Kind.SYSTEM.field()).isEmpty()
        ? Optional.empty()
        : Optional.of(only(fields, Kind.SYSTEM, Shapes.SYSTEM, Shapes::system));
  }

  private <T extends Element> Listed<T> only(
      FieldReader top, Kind kind, List<String> known, Function<FieldReader, T> shape) {
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
      findings.add(
          malformed(kind.field(), value.get(), "must be fields: " + String.join(", ", known)));
    }
    return new Listed<>(shape.apply(reader(kind.field(), written, known)), Optional.of(written));
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
