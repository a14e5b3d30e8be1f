package dev.penstock.plant;

import java.util.ArrayList;
import java.util.List;
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
            Listed.of(organisation),
            Listed.of(site),
            draft.zones(),
            draft.conduits(),
            draft.assets()));
  }

  private void zones() {
    List<UnaryOperator<Zone>> changes =
        List.of(
            z -> new Zone(z.id() + "2", z.name(), z.parent(), z.sources()),
            z -> new Zone(z.id(), z.name() + "2", z.parent(), z.sources()),
            z -> new Zone(z.id(), z.name(), Optional.of("control"), z.sources()),
            z -> new Zone(z.id(), z.name(), Optional.empty(), z.sources()),
            z -> new Zone(z.id(), z.name(), z.parent(), List.of()),
            z -> new Zone(z.id(), z.name(), z.parent(), with(z.sources(), "new-*")));
    for (var list : changed(draft.zones(), changes)) {
      made.add(with(list, draft.conduits(), draft.assets()));
    }
    List<Listed<Zone>> more = new ArrayList<>(draft.zones());
    more.add(Listed.of(new Zone("new", "New", Optional.empty(), List.of())));
    made.add(with(more, draft.conduits(), draft.assets()));
  }

  private void conduits() {
    List<UnaryOperator<Conduit>> changes =
        List.of(
            c -> new Conduit(c.id() + "2", c.name(), c.between()),
            c -> new Conduit(c.id(), c.name() + "2", c.between()),
            c -> new Conduit(c.id(), c.name(), List.of("filters", c.between().getLast())));
    for (var list : changed(draft.conduits(), changes)) {
      made.add(with(draft.zones(), list, draft.assets()));
    }
    made.add(with(draft.zones(), List.of(), draft.assets()));
  }

  private void assets() {
    List<UnaryOperator<Asset>> changes =
        List.of(
            a -> new Asset(a.id() + "2", a.name(), a.zone()),
            a -> new Asset(a.id(), a.name() + "2", a.zone()),
            a -> new Asset(a.id(), a.name(), Optional.of("field")));
    for (var list : changed(draft.assets(), changes)) {
      made.add(with(draft.zones(), draft.conduits(), list));
    }
    made.add(with(draft.zones(), draft.conduits(), draft.assets().subList(0, 1)));
  }

  private Draft with(
      List<Listed<Zone>> zones, List<Listed<Conduit>> conduits, List<Listed<Asset>> assets) {
    return new Draft(draft.organisation(), draft.site(), zones, conduits, assets);
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
