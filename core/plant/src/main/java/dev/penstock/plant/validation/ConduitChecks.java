package dev.penstock.plant.validation;

import dev.penstock.plant.Channel;
import dev.penstock.plant.ChannelSecurity;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.FoundationalRequirement;
import dev.penstock.plant.PurdueLevel;
import dev.penstock.plant.SlTarget;
import dev.penstock.plant.Zone;
import dev.penstock.plant.ZoneKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Validations of conduits and their channels.
 *
 * <p>Req: 62443-3-2 ZCR 3.2
 *
 * <p>Req: 62443-3-2 ZCR 3.6
 *
 * <p>Req: 62443-3-2 ZCR 5.6
 */
final class ConduitChecks {
  /** The level from which SR 3.1 RE(1) is selected. */
  private static final int CRYPTOGRAPHY_FROM = 3;

  private final Look look;

  private ConduitChecks(Look look) {
    this.look = look;
  }

  static void look(Look look) {
    var checks = new ConduitChecks(look);
    for (Conduit conduit : look.model().conduits()) {
      checks.boundary(conduit);
      checks.target(conduit);
      ZoneChecks.method(look, Subject.of(conduit), conduit.target());
      if (look.isWhole() && conduit.channels().isEmpty()) {
        look.note(Validation.Z15, Subject.of(conduit), "lists no channel");
      }
      for (Channel channel : conduit.channels()) {
        checks.diode(conduit, channel);
        checks.protection(conduit, channel);
      }
    }
  }

  private void boundary(Conduit conduit) {
    if (isGuarded(conduit)) {
      return;
    }
    String one = conduit.between().getFirst();
    String other = conduit.between().getLast();
    Optional<ZoneKind> oneKind = look.kind(one);
    Optional<ZoneKind> otherKind = look.kind(other);
    if (oneKind.isPresent() && otherKind.isPresent()) {
      boundary(conduit, one, oneKind.get(), other, otherKind.get());
      boundary(conduit, other, otherKind.get(), one, oneKind.get());
    }
  }

  private void boundary(
      Conduit conduit, String one, ZoneKind oneKind, String other, ZoneKind otherKind) {
    if (oneKind == ZoneKind.EXTERNAL && isOfPlant(otherKind)) {
      look.note(
          Validation.Z6,
          Subject.of(conduit),
          "joins '%s' outside to '%s' of the kind %s".formatted(one, other, otherKind.word()));
    }
    if (oneKind == ZoneKind.ENTERPRISE && otherKind.isOfControl()) {
      look.note(
          Validation.Z19,
          Subject.of(conduit),
          "joins '%s' of the business to '%s' of the kind %s"
              .formatted(one, other, otherKind.word()));
    }
  }

  private static boolean isOfPlant(ZoneKind kind) {
    return switch (kind) {
      case CONTROL, SAFETY, WIRELESS, TEMPORARY, PHYSICAL -> true;
      case ENTERPRISE, DMZ, EXTERNAL -> false;
    };
  }

  /** By a device in one of its zones, or because all of it leaves the plant through diodes. */
  private boolean isGuarded(Conduit conduit) {
    return conduit.between().stream().anyMatch(look::isGuarded)
        || (!conduit.channels().isEmpty()
            && conduit.channels().stream().allMatch(this::leavesThePlant));
  }

  private boolean leavesThePlant(Channel channel) {
    return channel.isDiode()
        && channel.from().flatMap(look::kind).filter(ConduitChecks::isOfPlant).isPresent();
  }

  private void diode(Conduit conduit, Channel channel) {
    Optional<Zone> from = channel.from().flatMap(look::zone);
    Optional<Zone> to = channel.to().flatMap(look::zone);
    if (channel.isDiode() && from.isPresent() && to.isPresent() && isUp(from.get(), to.get())) {
      look.note(
          Validation.Z7,
          Subject.of(conduit, channel),
          "is a diode from '%s' into '%s', which is trusted more"
              .formatted(from.get().id(), to.get().id()));
    }
  }

  /** By their levels in the Purdue model where both have one, else by their targets. */
  private static boolean isUp(Zone from, Zone to) {
    Optional<PurdueLevel> below = from.level();
    Optional<PurdueLevel> above = to.level();
    if (below.isPresent() && above.isPresent()) {
      return below.get().compareTo(above.get()) > 0;
    }
    return from.target().isPresent()
        && to.target().isPresent()
        && highest(from.target().get()) < highest(to.target().get());
  }

  private static int highest(SlTarget target) {
    return target.levels().values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private void protection(Conduit conduit, Channel channel) {
    FoundationalRequirement integrity = FoundationalRequirement.FR3;
    int wanted =
        conduit
            .target()
            .flatMap(target -> target.level(integrity))
            .orElseGet(() -> higher(conduit, integrity));
    boolean isOpen = channel.security().filter(s -> s == ChannelSecurity.NONE).isPresent();
    if (isOpen && wanted >= CRYPTOGRAPHY_FROM) {
      look.note(
          Validation.Z16,
          Subject.of(conduit, channel),
          "is not protected, and level %d is wanted for FR3".formatted(wanted));
    }
  }

  private int higher(Conduit conduit, FoundationalRequirement requirement) {
    return conduit.between().stream()
        .mapToInt(zone -> look.level(zone, requirement))
        .max()
        .orElse(0);
  }

  private void target(Conduit conduit) {
    Optional<SlTarget> target = conduit.target();
    if (target.isEmpty() || target.get().rationale().isPresent()) {
      return;
    }
    List<String> below = new ArrayList<>();
    Stream.of(FoundationalRequirement.values())
        .forEach(each -> {
          int wanted = higher(conduit, each);
          target
              .get()
              .level(each)
              .filter(level -> level < wanted)
              .ifPresent(level -> below.add(each.word() + " " + level + " < " + wanted));
        });
    if (!below.isEmpty()) {
      look.note(
          Validation.S2,
          Subject.of(conduit),
          "its SL-T is below that of a zone it joins: " + String.join(", ", below));
    }
  }
}
