package dev.penstock.plant;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** All that a sound draft becomes when one thing of it is changed, added or taken away. */
final class SingleChanges {
  private final Draft draft;
  private final List<Draft> made = new ArrayList<>();

  private SingleChanges(Draft draft) {
    this.draft = draft;
  }

  static List<Draft> of(Draft draft) {
    var changes = new SingleChanges(draft);
    changes.titles();
    changes.zones();
    changes.conduits();
    changes.assets();
    changes.details();
    return changes.made.stream()
        .filter(each -> ModelChecker.check(each) instanceof Checked.Sound)
        .toList();
  }

  private void titles() {
    var organisation = draft.organisation().what();
    var site = draft.site().what();
    add(new Organisation("other", organisation.name()), site);
    add(new Organisation(organisation.id(), "Other"), site);
    add(organisation, new Site("other", site.name()));
    add(organisation, new Site(site.id(), "Other"));
  }

  private void add(Organisation organisation, Site site) {
    made.add(
        new Draft(
            draft.format(),
            Listed.of(organisation),
            Listed.of(site),
            draft.system(),
            draft.zones(),
            draft.conduits(),
            draft.assets(),
            draft.accessPoints(),
            draft.functions(),
            draft.accepted()));
  }

  /** Each thing that the newest format can say, changed or taken away by itself. */
  private void details() {
    Map<String, String> flat = FlatForm.of(Plants.model(draft));
    flat.forEach((path, value) -> {
      for (String other :
          List.of(
              "",
              "2",
              "3",
              "true",
              "safety",
              "tls",
              "portable",
              "usb",
              "none",
              "expert",
              "risk-reduction",
              "field",
              "control",
              "Other",
              "2030-01-01")) {
        if (other.equals(value)) {
          continue;
        }
        var after = Optional.of(other).filter(text -> !text.isEmpty());
        var change = new Change(path, Optional.of(value), after);
        if (FlatDraft.isMeant(change)) {
          Map<String, String> changed = new LinkedHashMap<>(flat);
          if (change.after().isPresent()) {
            changed.put(path, other);
          } else {
            changed.remove(path);
          }
          made.add(FlatDraft.of(changed));
        }
      }
    });
  }

  private void zones() {
    List<UnaryOperator<Zone>> changes =
        List.of(
            z -> zone(z, z.id() + "2", z.name(), z.parent(), z.sources()),
            z -> zone(z, z.id(), z.name() + "2", z.parent(), z.sources()),
            z -> zone(z, z.id(), z.name(), Optional.of("control"), z.sources()),
            z -> zone(z, z.id(), z.name(), Optional.empty(), z.sources()),
            z -> z.withSources(List.of()),
            z -> z.withSources(with(z.sources(), "new-*")));
    for (var list : changed(draft.zones(), changes)) {
      made.add(with(list, draft.conduits(), draft.assets()));
    }
    List<Listed<Zone>> more = new ArrayList<>(draft.zones());
    more.add(Listed.of(new Zone("new", "New", Optional.empty(), List.of())));
    made.add(with(more, draft.conduits(), draft.assets()));
  }

  private static Zone zone(
      Zone z, String id, String name, Optional<String> parent, List<String> sources) {
    return new Zone(id, name, parent, sources, z.kind(), z.level(), z.target(), z.criticality());
  }

  private static Conduit conduit(Conduit c, String id, String name, List<String> between) {
    return new Conduit(id, name, between, c.channels(), c.target());
  }

  private void conduits() {
    List<UnaryOperator<Conduit>> changes =
        List.of(
            c -> conduit(c, c.id() + "2", c.name(), c.between()),
            c -> conduit(c, c.id(), c.name() + "2", c.between()),
            c -> conduit(c, c.id(), c.name(), List.of("filters", c.between().getLast())));
    for (var list : changed(draft.conduits(), changes)) {
      made.add(with(draft.zones(), list, draft.assets()));
    }
    made.add(with(draft.zones(), List.of(), draft.assets()));
  }

  private void assets() {
    List<UnaryOperator<Asset>> changes =
        List.of(
            a -> new Asset(a.id() + "2", a.name(), a.zone(), a.facts()),
            a -> new Asset(a.id(), a.name() + "2", a.zone(), a.facts()),
            a -> new Asset(a.id(), a.name(), Optional.of("field"), a.facts()));
    for (var list : changed(draft.assets(), changes)) {
      made.add(with(draft.zones(), draft.conduits(), list));
    }
    made.add(with(draft.zones(), draft.conduits(), draft.assets().subList(0, 1)));
  }

  private Draft with(
      List<Listed<Zone>> zones, List<Listed<Conduit>> conduits, List<Listed<Asset>> assets) {
    return new Draft(
        draft.format(),
        draft.organisation(),
        draft.site(),
        draft.system(),
        zones,
        conduits,
        assets,
        draft.accessPoints(),
        draft.functions(),
        draft.accepted());
  }

  private static List<String> with(List<String> list, String more) {
    List<String> made = new ArrayList<>(list);
    made.add(more);
    return made;
  }

  private static <T extends Element> List<List<Listed<T>>> changed(
      List<Listed<T>> list, List<UnaryOperator<T>> changes) {
    List<List<Listed<T>>> made = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      for (UnaryOperator<T> change : changes) {
        List<Listed<T>> copy = new ArrayList<>(list);
        T before = copy.get(i).what();
        T after = change.apply(before);
        if (!after.equals(before)) {
          copy.set(i, Listed.of(after));
          made.add(copy);
        }
      }
    }
    return made;
  }
}
