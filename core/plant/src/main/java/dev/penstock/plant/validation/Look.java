package dev.penstock.plant.validation;

import dev.penstock.plant.Acceptance;
import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetKind;
import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.Model;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.Zone;
import dev.penstock.plant.ZoneKind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One look at a model on a day: what rules ask of it, and what they noted so far. */
final class Look {
  /** So that no rule hides another one. */
  static final int TOLD_MAX = 200;

  private final Model model;
  private final LocalDate today;
  private final Told others;
  private final Map<String, Zone> zones = new HashMap<>();
  private final Map<String, Optional<ZoneKind>> kinds = new HashMap<>();
  private final Set<String> guardedZones = new HashSet<>();
  private final Map<String, Acceptance> accepted = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private final Map<Validation, List<Observation>> told = new EnumMap<>(Validation.class);
  private final Map<Validation, Integer> openCounts = new EnumMap<>(Validation.class);
  private final Map<Validation, Long> leftOut = new EnumMap<>(Validation.class);

  Look(Model model, LocalDate today, Told others) {
    this.model = model;
    this.today = today;
    this.others = others;
    model.zones().forEach(zone -> zones.put(zone.id(), zone));
    model.zones().forEach(zone -> kinds.put(zone.id(), nearestKind(zone)));
    for (Asset asset : model.assets()) {
      if (asset.facts().kind().filter(kind -> kind == AssetKind.BOUNDARY_DEVICE).isPresent()) {
        asset.zone().ifPresent(guardedZones::add);
      }
    }
    model.accepted().forEach(each -> accepted.put(each.id(), each));
  }

  Model model() {
    return model;
  }

  LocalDate today() {
    return today;
  }

  /** True when the model claims to be whole, so that what is missing is a fault. */
  boolean isWhole() {
    return model.system().isPresent();
  }

  /** What a zone is for: what it says itself, else the nearest zone around it that says it. */
  private Optional<ZoneKind> nearestKind(Zone zone) {
    Optional<Zone> at = Optional.of(zone);
    while (at.isPresent() && at.get().kind().isEmpty()) {
      at = at.get().parent().map(zones::get);
    }
    return at.flatMap(Zone::kind);
  }

  Optional<Zone> zone(String id) {
    return Optional.ofNullable(zones.get(id));
  }

  /** Empty where nobody says it: then no rule is asked that depends on it. */
  Optional<ZoneKind> kind(String zone) {
    return kinds.getOrDefault(zone, Optional.empty());
  }

  Optional<ZoneKind> kind(Asset asset) {
    return asset.zone().flatMap(this::kind);
  }

  /** True when a boundary device stands in the zone. */
  boolean isGuarded(String zone) {
    return guardedZones.contains(zone);
  }

  /** The target of a zone for one requirement; 0 where there is none. */
  int level(String zone, FoundationalRequirement requirement) {
    return zone(zone).flatMap(Zone::target).map(target -> level(target, requirement)).orElse(0);
  }

  static int level(SlTarget target, FoundationalRequirement requirement) {
    return target.level(requirement).orElse(0);
  }

  void note(Validation rule, Subject subject, String what) {
    String id = rule.name() + " " + subject;
    Optional<Acceptance> acceptance =
        Optional.ofNullable(accepted.get(id)).filter(_ -> rule.isAcceptable());
    acceptance.ifPresent(each -> used.add(each.id()));
    acceptance = acceptance.filter(each -> !today.isAfter(each.until()));
    if (acceptance.isEmpty() && openCounts.merge(rule, 1, Integer::sum) > TOLD_MAX) {
      var _ = leftOut.merge(rule, 1L, Long::sum);
      return;
    }
    told.computeIfAbsent(rule, _ -> new ArrayList<>())
        .add(new Observation(rule, subject, what, acceptance));
  }

  /** True when something was noted that it is about, be it over or not. */
  boolean isUsed(Acceptance acceptance) {
    return used.contains(acceptance.id());
  }

  /**
   * False where that nothing was noted says nothing of what was accepted: nobody looked, or nothing
   * was observed just now. One that nobody can accept, or that is none, is judged all the same.
   */
  boolean isJudged(Acceptance acceptance) {
    return Stream.of(Validation.values())
        .filter(rule -> rule.name().equals(acceptance.rule()) && rule.isAcceptable())
        .allMatch(rule ->
            switch (rule.basis()) {
              case MODEL -> true;
              case POLICY -> others.asked().contains(rule);
              case OBSERVED -> false;
            });
  }

  Review review() {
    List<Observation> all = new ArrayList<>();
    told.values()
        .forEach(some ->
            some.stream()
                .sorted(Comparator.comparing(each -> each.subject().toString()))
                .forEach(all::add));
    return new Review(all, leftOut);
  }
}
