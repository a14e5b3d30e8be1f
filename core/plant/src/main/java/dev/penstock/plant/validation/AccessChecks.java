package dev.penstock.plant.validation;

import dev.penstock.plant.AccessKind;
import dev.penstock.plant.AccessPoint;
import dev.penstock.plant.Authentication;
import dev.penstock.plant.EssentialFunction;
import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.ZoneKind;
import java.util.Optional;

/**
 * Validations of the ways in, and of what must go on.
 *
 * <p>Req: 62443-3-2 ZCR 1.1
 *
 * <p>Req: 62443-3-2 ZCR 3.5
 *
 * <p>Req: 62443-3-2 ZCR 3.6
 */
final class AccessChecks {
  /** The level from which SR 1.1 RE(2) is selected. */
  private static final int MULTI_FACTOR_FROM = 3;

  private final Look look;

  private AccessChecks(Look look) {
    this.look = look;
  }

  static void look(Look look) {
    var checks = new AccessChecks(look);
    look.model().accessPoints().forEach(checks::point);
    for (EssentialFunction function : look.model().functions()) {
      if (function.assets().isEmpty()) {
        look.note(Validation.Z18, Subject.of(function), "names no asset that it needs");
      }
    }
  }

  private void point(AccessPoint point) {
    if (look.isWhole() && (point.conduit().isEmpty() || point.zone().isEmpty())) {
      String missing = point.zone().isEmpty() ? "zone" : "conduit";
      look.note(Validation.Z10, Subject.of(point), "leads through no " + missing);
    }
    Optional<AccessKind> kind = point.kind();
    if (kind.isPresent() && point.zone().isPresent()) {
      place(point, kind.get(), point.zone().get());
    }
  }

  private void place(AccessPoint point, AccessKind kind, String zone) {
    Optional<ZoneKind> of = look.kind(zone);
    if (kind == AccessKind.WIRELESS && of.isPresent() && of.get() != ZoneKind.WIRELESS) {
      look.note(
          Validation.Z5,
          Subject.of(point),
          "is wireless, into zone '%s' of the kind %s".formatted(zone, of.get().word()));
    }
    if (!kind.isFromOutside()) {
      return;
    }
    if (of.filter(ZoneKind::isOfControl).isPresent() && !look.isGuarded(zone)) {
      look.note(
          Validation.Z6,
          Subject.of(point),
          "leads from outside into '%s' of the kind %s".formatted(zone, of.get().word()));
    }
    int wanted = look.level(zone, FoundationalRequirement.FR1);
    boolean isStrong =
        point.authentication().filter(a -> a == Authentication.MULTI_FACTOR).isPresent();
    if (wanted >= MULTI_FACTOR_FROM && !isStrong) {
      look.note(
          Validation.Z8,
          Subject.of(point),
          "has %s authentication, and zone '%s' wants level %d for FR1"
              .formatted(
                  point.authentication().map(Authentication::word).orElse("unknown"),
                  zone,
                  wanted));
    }
  }
}
