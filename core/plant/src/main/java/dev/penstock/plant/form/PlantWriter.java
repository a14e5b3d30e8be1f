package dev.penstock.plant.form;

import dev.penstock.plant.Acceptance;
import dev.penstock.plant.AccessPoint;
import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetFacts;
import dev.penstock.plant.Channel;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Element;
import dev.penstock.plant.EssentialFunction;
import dev.penstock.plant.Model;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.SystemUnderConsideration;
import dev.penstock.plant.Worded;
import dev.penstock.plant.Zone;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model as the tree of a file, in the one order that everybody writes it in: reading it gives the
 * same model, and two files of one model are equal. It is written in its own format.
 */
public final class PlantWriter {
  private final List<Tree.Field> fields = new ArrayList<>();

  private PlantWriter() {}

  /** The tree of a model; its places are none. */
  public static Tree.Fields write(Model model) {
    return write(model, Optional.empty());
  }

  /** The same, with what stood under {@code policy} at its end. */
  public static Tree.Fields write(Model model, Optional<Tree> policy) {
    var top = new PlantWriter();
    top.field("format", model.format().word());
    top.field("organisation", titled(model.organisation()).made());
    top.field("site", titled(model.site()).made());
    model.system().ifPresent(system -> top.field("system", write(system)));
    top.list("zones", model.zones().stream().map(PlantWriter::write).toList());
    top.list("conduits", model.conduits().stream().map(PlantWriter::write).toList());
    top.list("assets", model.assets().stream().map(PlantWriter::write).toList());
    top.list("access-points", model.accessPoints().stream().map(PlantWriter::write).toList());
    top.list("functions", model.functions().stream().map(PlantWriter::write).toList());
    top.list("accepted", model.accepted().stream().map(PlantWriter::write).toList());
    policy.ifPresent(tree -> top.field(PlantReader.POLICY, tree));
    return top.made();
  }

  private static Tree write(SystemUnderConsideration system) {
    PlantWriter out = titled(system);
    out.field("boundary", system.boundary());
    return out.made();
  }

  private static Tree write(Zone zone) {
    PlantWriter out = titled(zone);
    out.field("parent", zone.parent());
    out.word("kind", zone.kind());
    out.word("level", zone.level());
    zone.target().ifPresent(target -> out.field("sl-t", write(target)));
    out.field("criticality", zone.criticality());
    out.texts("sources", zone.sources());
    return out.made();
  }

  private static Tree write(SlTarget target) {
    var out = new PlantWriter();
    target.levels().forEach((of, level) -> out.field(of.word(), level.toString()));
    out.word("method", target.method());
    out.field("rationale", target.rationale());
    return out.made();
  }

  private static Tree write(Conduit conduit) {
    PlantWriter out = titled(conduit);
    out.texts("between", conduit.between());
    conduit.target().ifPresent(target -> out.field("sl-t", write(target)));
    out.list("channels", conduit.channels().stream().map(PlantWriter::write).toList());
    return out.made();
  }

  private static Tree write(Channel channel) {
    PlantWriter out = titled(channel);
    out.field("protocol", channel.protocol());
    out.field("from", channel.from());
    out.field("to", channel.to());
    out.word("security", channel.security());
    if (channel.isDiode()) {
      out.field("diode", "true");
    }
    return out.made();
  }

  private static Tree write(Asset asset) {
    AssetFacts facts = asset.facts();
    PlantWriter out = titled(asset);
    out.field("zone", asset.zone());
    out.word("kind", facts.kind());
    out.field("owner", facts.owner());
    out.field("supplier", facts.supplier());
    out.field("model", facts.model());
    out.field("firmware", facts.firmware());
    out.field("address", facts.address());
    out.texts("tags", facts.tags());
    return out.made();
  }

  private static Tree write(AccessPoint point) {
    PlantWriter out = titled(point);
    out.word("kind", point.kind());
    out.field("zone", point.zone());
    out.field("conduit", point.conduit());
    out.word("authentication", point.authentication());
    return out.made();
  }

  private static Tree write(EssentialFunction function) {
    PlantWriter out = titled(function);
    out.texts("assets", function.assets());
    return out.made();
  }

  private static Tree write(Acceptance acceptance) {
    var out = new PlantWriter();
    out.field("rule", acceptance.rule());
    out.field("where", acceptance.where());
    out.field("rationale", acceptance.rationale());
    out.field("until", acceptance.until().toString());
    return out.made();
  }

  private static PlantWriter titled(Element element) {
    var out = new PlantWriter();
    out.field("id", element.id());
    out.field("name", element.name());
    return out;
  }

  private Tree.Fields made() {
    return new Tree.Fields(Place.NONE, fields);
  }

  private void field(String name, Tree value) {
    fields.add(new Tree.Field(text(name), value));
  }

  private void field(String name, String value) {
    field(name, text(value));
  }

  private void field(String name, Optional<String> value) {
    value.ifPresent(each -> field(name, each));
  }

  private <E extends Worded> void word(String name, Optional<E> word) {
    field(name, word.map(Worded::word));
  }

  private void list(String name, List<Tree> items) {
    if (!items.isEmpty()) {
      field(name, new Tree.Items(Place.NONE, items));
    }
  }

  private void texts(String name, List<String> texts) {
    list(name, texts.stream().map(each -> (Tree) text(each)).toList());
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }
}
