package dev.penstock.plant.form;

import dev.penstock.plant.Asset;
import dev.penstock.plant.CanonicalForm;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Element;
import dev.penstock.plant.Model;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * A model as the tree of a file, in the one order that everybody writes it in: reading it gives the
 * same model, and two files of one model are equal.
 */
public final class PlantWriter {
  private PlantWriter() {}

  /** The tree of a model; its places are none. */
  public static Tree.Fields write(Model model) {
    List<Tree.Field> top = new ArrayList<>();
    top.add(field("format", CanonicalForm.FORMAT));
    top.add(new Tree.Field(text("organisation"), fields(title(model.organisation()))));
    top.add(new Tree.Field(text("site"), fields(title(model.site()))));
    list(top, "zones", model.zones().stream().map(PlantWriter::zone).toList());
    list(top, "conduits", model.conduits().stream().map(PlantWriter::conduit).toList());
    list(top, "assets", model.assets().stream().map(PlantWriter::asset).toList());
    return fields(top);
  }

  private static Tree zone(Zone zone) {
    List<Tree.Field> fields = title(zone);
    zone.parent().ifPresent(parent -> fields.add(field("parent", parent)));
    list(fields, "sources", texts(zone.sources()));
    return fields(fields);
  }

  private static Tree conduit(Conduit conduit) {
    List<Tree.Field> fields = title(conduit);
    list(fields, "between", texts(conduit.between()));
    return fields(fields);
  }

  private static Tree asset(Asset asset) {
    List<Tree.Field> fields = title(asset);
    asset.zone().ifPresent(zone -> fields.add(field("zone", zone)));
    return fields(fields);
  }

  private static List<Tree.Field> title(Element element) {
    List<Tree.Field> fields = new ArrayList<>();
    fields.add(field("id", element.id()));
    fields.add(field("name", element.name()));
    return fields;
  }

  private static void list(List<Tree.Field> into, String name, List<Tree> items) {
    if (!items.isEmpty()) {
      into.add(new Tree.Field(text(name), new Tree.Items(Place.NONE, items)));
    }
  }

  private static List<Tree> texts(List<String> texts) {
    return texts.stream().map(each -> (Tree) text(each)).toList();
  }

  private static Tree.Field field(String name, String value) {
    return new Tree.Field(text(name), text(value));
  }

  private static Tree.Fields fields(List<Tree.Field> fields) {
    return new Tree.Fields(Place.NONE, fields);
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }
}
