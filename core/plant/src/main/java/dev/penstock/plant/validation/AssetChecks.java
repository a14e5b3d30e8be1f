package dev.penstock.plant.validation;

import dev.penstock.plant.Asset;
import dev.penstock.plant.AssetKind;
import dev.penstock.plant.ZoneKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Validations of assets in their zones.
 *
 * <p>Req: 62443-3-2 ZCR 1.1
 *
 * <p>Req: 62443-3-2 ZCR 3.2
 *
 * <p>Req: 62443-3-2 ZCR 3.3
 *
 * <p>Req: 62443-3-2 ZCR 3.4
 *
 * <p>Req: 62443-3-2 ZCR 3.5
 */
final class AssetChecks {
  private final Look look;

  /** By the one spelling of their addresses. */
  private final Map<String, Asset> safetyByAddress = new HashMap<>();

  private AssetChecks(Look look) {
    this.look = look;
  }

  static void look(Look look) {
    var checks = new AssetChecks(look);
    for (Asset asset : look.model().assets()) {
      if (checks.isSafe(asset)) {
        asset
            .facts()
            .address()
            .map(SameAddress::of)
            .ifPresent(address -> checks.safetyByAddress.putIfAbsent(address, asset));
      }
    }
    look.model().assets().forEach(checks::asset);
  }

  private boolean isSafe(Asset asset) {
    return look.kind(asset).filter(kind -> kind == ZoneKind.SAFETY).isPresent();
  }

  private void asset(Asset asset) {
    if (look.isWhole() && asset.facts().owner().isEmpty()) {
      look.note(Validation.Z9, Subject.of(asset), "has no owner");
    }
    Optional<Asset> host =
        asset
            .facts()
            .address()
            .map(SameAddress::of)
            .map(safetyByAddress::get)
            .filter(_ -> !isSafe(asset));
    if (host.isPresent()) {
      look.note(
          Validation.Z4,
          Subject.of(asset),
          "has the address of '"
              + host.get().id()
              + "' in the safety zone '"
              + host.get().zone().orElse("")
              + "'");
    }
    Optional<AssetKind> kind = asset.facts().kind();
    Optional<ZoneKind> zone = look.kind(asset);
    if (kind.isPresent() && zone.isPresent()) {
      place(asset, kind.get(), zone.get());
    }
  }

  private void place(Asset asset, AssetKind kind, ZoneKind zone) {
    if ((kind == AssetKind.BUSINESS && zone.isOfControl())
        || (kind.isOfControl() && zone == ZoneKind.ENTERPRISE)) {
      note(Validation.Z12, asset, kind, zone);
    }
    if (kind == AssetKind.SAFETY_CONTROLLER && zone != ZoneKind.SAFETY) {
      note(Validation.Z13, asset, kind, zone);
    }
    if (kind == AssetKind.PORTABLE && zone != ZoneKind.TEMPORARY) {
      note(Validation.Z14, asset, kind, zone);
    }
    if (kind == AssetKind.WIRELESS_DEVICE && zone != ZoneKind.WIRELESS) {
      note(Validation.Z5, asset, kind, zone);
    }
  }

  private void note(Validation rule, Asset asset, AssetKind kind, ZoneKind zone) {
    look.note(
        rule,
        Subject.of(asset),
        "is of the kind "
            + kind.word()
            + ", in zone '"
            + asset.zone().orElse("")
            + "' of the kind "
            + zone.word());
  }
}
