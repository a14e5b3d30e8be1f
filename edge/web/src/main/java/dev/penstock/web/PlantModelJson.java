package dev.penstock.web;

import dev.penstock.plant.Acceptance;
import dev.penstock.plant.AccessPoint;
import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetFacts;
import dev.penstock.plant.Channel;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Element;
import dev.penstock.plant.EssentialFunction;
import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.Model;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.Worded;
import dev.penstock.plant.Zone;
import dev.penstock.web.internal.call.Sight;
import dev.penstock.web.internal.json.JsonWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model of the plant as JSON, as far as somebody looks. */
final class PlantModelJson {
  private final JsonWriter json;
  private final Model model;
  private final Sight sight;

  private PlantModelJson(JsonWriter json, Model model, Sight sight) {
    this.json = json;
    this.model = model;
    this.sight = sight;
  }

  static void write(JsonWriter json, Model model, Sight sight) {
    new PlantModelJson(json, model, sight).write();
  }

  private void write() {
    json.text("format", model.format().word());
    json.object("organisation");
    title(model.organisation());
    json.end();
    json.object("site");
    title(model.site());
    json.end();
    system();
    json.array("zones");
    model.zones().stream().filter(zone -> sight.reachesZone(zone.id())).forEach(this::zone);
    json.end();
    Set<String> conduits = new HashSet<>();
    json.array("conduits");
    for (Conduit conduit : model.conduits()) {
      if (conduit.between().stream().anyMatch(sight::reachesZone)) {
        var _ = conduits.add(conduit.id());
        conduit(conduit);
      }
    }
    json.end();
    Set<String> assets = new HashSet<>();
    json.array("assets");
    for (Asset asset : model.assets()) {
      if (asset.zone().filter(sight::reachesZone).isPresent()) {
        var _ = assets.add(asset.id());
        asset(asset);
      }
    }
    json.end();
    json.array("accessPoints");
    model.accessPoints().stream()
        .filter(point -> reaches(point, conduits))
        .forEach(this::accessPoint);
    json.end();
    json.array("functions");
    model.functions().forEach(function -> function(function, assets));
    json.end();
    // What is accepted may be about any zone, so it is for who may see all of them.
    json.array("accepted");
    model.accepted().stream().filter(_ -> sight.isWhole()).forEach(this::acceptance);
    json.end();
  }

  /** The zone it leads to decides alone; the conduit only where no zone is named. */
  private boolean reaches(AccessPoint point, Set<String> conduits) {
    return sight.isWhole()
        || (point.zone().isPresent()
            ? sight.reachesZone(point.zone().get())
            : point.conduit().filter(conduits::contains).isPresent());
  }

  private void system() {
    if (model.system().isEmpty()) {
      json.text("system", null);
      return;
    }
    json.object("system");
    title(model.system().get());
    text("boundary", model.system().get().boundary());
    json.end();
  }

  private void zone(Zone zone) {
    json.object();
    title(zone);
    text("parent", zone.parent());
    texts("sources", zone.sources());
    word("kind", zone.kind());
    word("level", zone.level());
    target(zone.target());
    text("criticality", zone.criticality());
    json.end();
  }

  private void target(Optional<SlTarget> target) {
    if (target.isEmpty()) {
      json.text("slT", null);
      return;
    }
    json.object("slT");
    for (FoundationalRequirement each : FoundationalRequirement.values()) {
      Optional<Integer> level = target.get().level(each);
      if (level.isPresent()) {
        json.number(each.word(), level.get());
      } else {
        json.text(each.word(), null);
      }
    }
    word("method", target.get().method());
    text("rationale", target.get().rationale());
    json.end();
  }

  private void conduit(Conduit conduit) {
    json.object();
    title(conduit);
    texts("between", conduit.between());
    json.array("channels");
    conduit.channels().forEach(this::channel);
    json.end();
    target(conduit.target());
    json.end();
  }

  private void channel(Channel channel) {
    json.object();
    title(channel);
    text("protocol", channel.protocol());
    text("from", channel.from());
    text("to", channel.to());
    word("security", channel.security());
    json.bool("isDiode", channel.isDiode());
    json.end();
  }

  private void asset(Asset asset) {
    AssetFacts facts = asset.facts();
    json.object();
    title(asset);
    text("zone", asset.zone());
    word("kind", facts.kind());
    text("owner", facts.owner());
    text("supplier", facts.supplier());
    text("model", facts.model());
    text("firmware", facts.firmware());
    text("address", facts.address());
    texts("tags", facts.tags());
    json.end();
  }

  private void accessPoint(AccessPoint point) {
    json.object();
    title(point);
    word("kind", point.kind());
    text("zone", point.zone());
    text("conduit", point.conduit());
    word("authentication", point.authentication());
    json.end();
  }

  /** With the assets that the reader sees; of another zone's there is none. */
  private void function(EssentialFunction function, Set<String> assets) {
    List<String> seen = function.assets().stream().filter(assets::contains).toList();
    if (sight.isWhole() || !seen.isEmpty()) {
      json.object();
      title(function);
      texts("assets", seen);
      json.end();
    }
  }

  private void acceptance(Acceptance acceptance) {
    json.object();
    json.text("rule", acceptance.rule());
    json.text("where", acceptance.where());
    json.text("rationale", acceptance.rationale());
    json.text("until", acceptance.until().toString());
    json.end();
  }

  private void title(Element element) {
    json.text("id", element.id());
    json.text("name", element.name());
  }

  private void text(String name, Optional<String> text) {
    json.text(name, text.orElse(null));
  }

  private <E extends Worded> void word(String name, Optional<E> word) {
    text(name, word.map(Worded::word));
  }

  private void texts(String name, List<String> texts) {
    json.array(name);
    texts.forEach(json::text);
    json.end();
  }
}
