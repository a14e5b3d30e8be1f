package dev.penstock.plant;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Says something about everything in a draft of places: by chance, or all that can be said. */
public final class Detailed {
  private static final List<String> TEXTS =
      List.of("Betrieb", "S7-1500", "10.1.2.3", "v2.0", "Ångström & Söhne", "two  blanks", "no");

  private final Optional<SplittableRandom> random;

  private Detailed(Optional<SplittableRandom> random) {
    this.random = random;
  }

  static Draft of(Draft places, SplittableRandom random) {
    return new Detailed(Optional.of(random)).draft(places);
  }

  /** Nothing is left out. */
  public static Draft whole(Draft places) {
    return new Detailed(Optional.empty()).draft(places);
  }

  private int pick(int bound) {
    return random.map(some -> some.nextInt(bound)).orElse(0);
  }

  private <T> Optional<T> perhaps(Supplier<T> value) {
    return pick(2) == 0 ? Optional.of(value.get()) : Optional.empty();
  }

  private Optional<String> text() {
    return perhaps(() -> TEXTS.get(pick(TEXTS.size())));
  }

  private <E extends Enum<E>> Optional<E> word(Class<E> words) {
    return perhaps(() -> words.getEnumConstants()[pick(words.getEnumConstants().length)]);
  }

  private Optional<SlTarget> target() {
    return perhaps(() -> {
      Map<FoundationalRequirement, Integer> levels = new EnumMap<>(FoundationalRequirement.class);
      for (FoundationalRequirement each : FoundationalRequirement.values()) {
        perhaps(() -> pick(5)).ifPresent(level -> levels.put(each, level));
      }
      var _ = levels.putIfAbsent(FoundationalRequirement.FR3, 4);
      return new SlTarget(levels, word(TargetMethod.class), text());
    });
  }

  private Draft draft(Draft places) {
    return new Draft(
        PlantFormat.TWO,
        places.organisation(),
        places.site(),
        perhaps(() -> Listed.of(new SystemUnderConsideration("suc", "Water", text()))),
        places.zones().stream().map(each -> Listed.of(zone(each.what()))).toList(),
        places.conduits().stream().map(each -> Listed.of(conduit(each.what()))).toList(),
        places.assets().stream().map(each -> Listed.of(asset(each.what()))).toList(),
        accessPoints(places),
        functions(places),
        accepted());
  }

  private Zone zone(Zone zone) {
    return new Zone(
        zone.id(),
        zone.name(),
        zone.parent(),
        zone.sources(),
        word(ZoneKind.class),
        word(PurdueLevel.class),
        target(),
        text());
  }

  private Conduit conduit(Conduit conduit) {
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i <= pick(3); i++) {
      int from = pick(2);
      channels.add(
          new Channel(
              "ch" + i,
              "Channel " + i,
              perhaps(() -> "modbus-tcp"),
              perhaps(() -> conduit.between().get(from)),
              perhaps(() -> conduit.between().get(1 - from)),
              word(ChannelSecurity.class),
              pick(2) == 0));
    }
    return new Conduit(conduit.id(), conduit.name(), conduit.between(), channels, target());
  }

  private Asset asset(Asset asset) {
    List<String> tags = pick(2) == 0 ? List.of("pump", "a-1") : List.of();
    var facts = new AssetFacts(word(AssetKind.class), text(), text(), text(), text(), text(), tags);
    return new Asset(asset.id(), asset.name(), asset.zone(), facts);
  }

  private List<Listed<AccessPoint>> accessPoints(Draft places) {
    List<Listed<AccessPoint>> made = new ArrayList<>();
    for (int i = 0; i <= pick(3); i++) {
      Optional<String> zone =
          perhaps(() -> places.zones().get(pick(places.zones().size())).what().id());
      Optional<String> conduit =
          places.conduits().isEmpty()
              ? Optional.empty()
              : perhaps(() -> places.conduits().get(pick(places.conduits().size())).what().id());
      var point =
          new AccessPoint(
              "p" + i,
              "Point " + i,
              word(AccessKind.class),
              zone,
              conduit,
              word(Authentication.class));
      made.add(Listed.of(point));
    }
    return made;
  }

  private List<Listed<EssentialFunction>> functions(Draft places) {
    List<String> assets = places.assets().stream().map(each -> each.what().id()).limit(3).toList();
    return perhaps(() -> Listed.of(new EssentialFunction("dosing", "Dosing", assets))).stream()
        .toList();
  }

  private List<Listed<Acceptance>> accepted() {
    List<Listed<Acceptance>> made = new ArrayList<>();
    for (String where : List.of("zone/z0", "channel/c0/ch0", "site")) {
      LocalDate until = LocalDate.of(2027, 6, 1 + pick(28));
      perhaps(() -> Listed.of(new Acceptance("Z5", where, "It is so", until))).ifPresent(made::add);
    }
    return made;
  }
}
