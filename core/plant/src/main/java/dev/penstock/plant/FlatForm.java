package dev.penstock.plant;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model as paths and texts, which is what a diff compares. Every element has something that it
 * always has, so that says that it is there. The items of a set are paths of their own, so that two
 * people can each add one. {@link FlatDraft} is the other way.
 */
final class FlatForm {
  static final String FORMAT = "format";
  static final String BETWEEN = ", ";

  private final Map<String, String> flat = new LinkedHashMap<>();

  private FlatForm() {}

  /** Of what kind of element a path of ours is; of the format it is of none. */
  static Optional<Kind> kind(String path) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.CHANNEL && path.startsWith(kind.field())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  static Map<String, String> of(Model model) {
    var form = new FlatForm();
    form.put(FORMAT, model.format().word());
    form.put("organisation.id", model.organisation().id());
    form.put("organisation.name", model.organisation().name());
    form.put("site.id", model.site().id());
    form.put("site.name", model.site().name());
    model.system().ifPresent(form::system);
    model.zones().forEach(form::zone);
    model.conduits().forEach(form::conduit);
    model.assets().forEach(form::asset);
    model.accessPoints().forEach(form::accessPoint);
    model.functions().forEach(form::function);
    model.accepted().forEach(form::acceptance);
    return form.flat;
  }

  private void put(String path, String value) {
    flat.put(path, value);
  }

  private void put(String path, Optional<String> value) {
    value.ifPresent(text -> flat.put(path, text));
  }

  private <E extends Worded> void word(String path, Optional<E> word) {
    put(path, word.map(Worded::word));
  }

  private void set(String path, List<String> items) {
    items.forEach(item -> flat.put(path + "[" + item + "]", item));
  }

  private void target(String at, Optional<SlTarget> target) {
    if (target.isPresent()) {
      target.get().levels().forEach((of, level) -> put(at + of.word(), level.toString()));
      word(at + "method", target.get().method());
      put(at + "rationale", target.get().rationale());
    }
  }

  private void system(SystemUnderConsideration system) {
    put("system.id", system.id());
    put("system.name", system.name());
    put("system.boundary", system.boundary());
  }

  private void zone(Zone zone) {
    String at = path(zone);
    put(at + "name", zone.name());
    put(at + "parent", zone.parent());
    set(at + "sources", zone.sources());
    word(at + "kind", zone.kind());
    word(at + "level", zone.level());
    target(at + "sl-t.", zone.target());
    put(at + "criticality", zone.criticality());
  }

  private void conduit(Conduit conduit) {
    String at = path(conduit);
    put(at + "name", conduit.name());
    put(at + "between", String.join(BETWEEN, conduit.between()));
    target(at + "sl-t.", conduit.target());
    for (Channel channel : conduit.channels()) {
      String in = at + path(channel);
      put(in + "name", channel.name());
      put(in + "protocol", channel.protocol());
      put(in + "from", channel.from());
      put(in + "to", channel.to());
      word(in + "security", channel.security());
      put(in + "diode", channel.isDiode() ? Optional.of("true") : Optional.empty());
    }
  }

  private void asset(Asset asset) {
    String at = path(asset);
    AssetFacts facts = asset.facts();
    put(at + "name", asset.name());
    put(at + "zone", asset.zone());
    word(at + "kind", facts.kind());
    put(at + "owner", facts.owner());
    put(at + "supplier", facts.supplier());
    put(at + "model", facts.model());
    put(at + "firmware", facts.firmware());
    put(at + "address", facts.address());
    set(at + "tags", facts.tags());
  }

  private void accessPoint(AccessPoint point) {
    String at = path(point);
    put(at + "name", point.name());
    word(at + "kind", point.kind());
    put(at + "zone", point.zone());
    put(at + "conduit", point.conduit());
    word(at + "authentication", point.authentication());
  }

  private void function(EssentialFunction function) {
    put(path(function) + "name", function.name());
    set(path(function) + "assets", function.assets());
  }

  private void acceptance(Acceptance acceptance) {
    put(path(acceptance) + "rationale", acceptance.rationale());
    put(path(acceptance) + "until", acceptance.until().toString());
  }

  private static String path(Element element) {
    return Kind.of(element).field() + "[" + element.id() + "].";
  }
}
