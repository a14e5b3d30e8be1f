package dev.penstock.plant.validation;

import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.TargetMethod;
import dev.penstock.plant.Zone;
import dev.penstock.plant.ZoneKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Validations of zones by themselves.
 *
 * <p>Req: 62443-3-2 ZCR 3.2
 *
 * <p>Req: 62443-3-2 ZCR 5.6
 */
final class ZoneChecks {
  private final Look look;

  private ZoneChecks(Look look) {
    this.look = look;
  }

  static void look(Look look) {
    var checks = new ZoneChecks(look);
    for (Zone zone : look.model().zones()) {
      checks.kind(zone);
      checks.nesting(zone);
      checks.target(zone);
      method(look, Subject.of(zone), zone.target());
    }
    if (!look.isWhole() && !look.model().zones().isEmpty()) {
      look.note(Validation.Z11, Subject.site(), "names no system under consideration");
    }
  }

  private void kind(Zone zone) {
    if (look.isWhole() && look.kind(zone.id()).isEmpty()) {
      look.note(Validation.Z17, Subject.of(zone), "says not what it is for");
    }
  }

  /** Office in plant or plant in office, however deep. */
  private void nesting(Zone zone) {
    Optional<Zone> outer = zone.parent().flatMap(look::zone);
    while (zone.kind().isPresent() && outer.isPresent()) {
      Optional<ZoneKind> around = outer.get().kind();
      if (around.isPresent() && areBusinessAndControl(zone.kind().get(), around.get())) {
        look.note(
            Validation.Z12,
            Subject.of(zone),
            "is a zone of the kind %s inside '%s' of the kind %s"
                .formatted(zone.kind().get().word(), outer.get().id(), around.get().word()));
        return;
      }
      outer = outer.get().parent().flatMap(look::zone);
    }
  }

  private static boolean areBusinessAndControl(ZoneKind one, ZoneKind other) {
    return (one == ZoneKind.ENTERPRISE && other.isOfControl())
        || (other == ZoneKind.ENTERPRISE && one.isOfControl());
  }

  private void target(Zone zone) {
    if (zone.target().isEmpty()) {
      if (look.isWhole()) {
        look.note(Validation.S1, Subject.of(zone), "has no SL-T");
      }
    } else if (!zone.target().get().isWhole()) {
      SlTarget target = zone.target().get();
      List<String> missing =
          Stream.of(FoundationalRequirement.values())
              .filter(each -> target.level(each).isEmpty())
              .map(FoundationalRequirement::word)
              .toList();
      look.note(
          Validation.S1,
          Subject.of(zone),
          "its SL-T says nothing of " + String.join(", ", missing));
    }
  }

  static void method(Look look, Subject subject, Optional<SlTarget> target) {
    boolean isJudgement =
        target.flatMap(SlTarget::method).filter(m -> m == TargetMethod.EXPERT).isPresent();
    if (isJudgement && target.flatMap(SlTarget::rationale).isEmpty()) {
      look.note(Validation.S7, subject, "its SL-T is a judgement without a rationale");
    }
  }
}
