package dev.penstock.plant.form;

import dev.penstock.plant.Acceptance;
import dev.penstock.plant.AccessKind;
import dev.penstock.plant.AccessPoint;
import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetFacts;
import dev.penstock.plant.AssetKind;
import dev.penstock.plant.Authentication;
import dev.penstock.plant.Channel;
import dev.penstock.plant.ChannelSecurity;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.EssentialFunction;
import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.PurdueLevel;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.SystemUnderConsideration;
import dev.penstock.plant.TargetMethod;
import dev.penstock.plant.Zone;
import dev.penstock.plant.ZoneKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which fields things have in a file of the newest format, and what they become. */
final class Shapes {
  static final List<String> TITLE = List.of("id", "name");
  static final List<String> SYSTEM = List.of("id", "name", "boundary");
  static final List<String> ZONE =
      List.of("id", "name", "parent", "kind", "level", "sl-t", "criticality", "sources");
  static final List<String> TARGET =
      List.of("FR1", "FR2", "FR3", "FR4", "FR5", "FR6", "FR7", "method", "rationale");
  static final List<String> CONDUIT = List.of("id", "name", "between", "sl-t", "channels");
  static final List<String> CHANNEL =
      List.of("id", "name", "protocol", "from", "to", "security", "diode");
  static final List<String> ASSET =
      List.of(
          "id",
          "name",
          "zone",
          "kind",
          "owner",
          "supplier",
          "model",
          "firmware",
          "address",
          "tags");
  static final List<String> ACCESS_POINT =
      List.of("id", "name", "kind", "zone", "conduit", "authentication");
  static final List<String> FUNCTION = List.of("id", "name", "assets");
  static final List<String> ACCEPTANCE = List.of("rule", "where", "rationale", "until");

  private Shapes() {}

  static SystemUnderConsideration system(FieldReader at) {
    return new SystemUnderConsideration(at.id(), at.name(), at.text("boundary"));
  }

  static Zone zone(FieldReader at) {
    return new Zone(
        at.id(),
        at.name(),
        at.text("parent"),
        at.texts("sources"),
        at.word("kind", ZoneKind.class),
        at.word("level", PurdueLevel.class),
        target(at),
        at.text("criticality"));
  }

  private static Optional<SlTarget> target(FieldReader of) {
    return of.inside(
            "sl-t",
            TARGET,
            at -> {
              Map<FoundationalRequirement, Integer> levels =
                  new EnumMap<>(FoundationalRequirement.class);
              boolean isAny = false;
              for (FoundationalRequirement each : FoundationalRequirement.values()) {
                isAny |= at.value(each.word()).isPresent();
                at.digit(each.word(), SlTarget.LEVEL_MAX)
                    .ifPresent(level -> levels.put(each, level));
              }
              if (!isAny) {
                of.refuse("sl-t", "must have a level for one of FR1 to FR7 at least");
              }
              Optional<TargetMethod> method = at.word("method", TargetMethod.class);
              Optional<String> rationale = at.text("rationale");
              return levels.isEmpty()
                  ? Optional.<SlTarget>empty()
                  : Optional.of(new SlTarget(levels, method, rationale));
            })
        .flatMap(target -> target);
  }

  static Conduit conduit(FieldReader at) {
    return new Conduit(
        at.id(),
        at.name(),
        at.texts("between"),
        at.all("channels", CHANNEL, Shapes::channel),
        target(at));
  }

  private static Channel channel(FieldReader at) {
    return new Channel(
        at.id(),
        at.name(),
        at.text("protocol"),
        at.text("from"),
        at.text("to"),
        at.word("security", ChannelSecurity.class),
        at.isTrue("diode"));
  }

  static Asset asset(FieldReader at) {
    var facts =
        new AssetFacts(
            at.word("kind", AssetKind.class),
            at.text("owner"),
            at.text("supplier"),
            at.text("model"),
            at.text("firmware"),
            at.text("address"),
            at.texts("tags"));
    return new Asset(at.id(), at.name(), at.text("zone"), facts);
  }

  static AccessPoint accessPoint(FieldReader at) {
    return new AccessPoint(
        at.id(),
        at.name(),
        at.word("kind", AccessKind.class),
        at.text("zone"),
        at.text("conduit"),
        at.word("authentication", Authentication.class));
  }

  static EssentialFunction function(FieldReader at) {
    return new EssentialFunction(at.id(), at.name(), at.texts("assets"));
  }

  static Acceptance acceptance(FieldReader at) {
    return new Acceptance(
        at.required("rule"), at.required("where"), at.required("rationale"), at.day("until"));
  }
}
