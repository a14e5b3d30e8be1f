package dev.penstock.node;

import dev.penstock.driving.supervision.LinkState;
import dev.penstock.flow.intake.Listening;
import dev.penstock.node.gateway.DeviceShown;
import dev.penstock.node.gateway.Gateway;
import dev.penstock.notices.DenialTally;
import dev.penstock.notices.Lasting;
import dev.penstock.pump.DestinationFigures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people must know of the gateway: links that are down, destinations that do not get what they
 * should, and what the policy denied. Belongs to who looks.
 *
 * <p>Req: 62443-4-2 CR 6.2
 */
final class GatewayNotices {
  /** A device or broker that restarts is back by then. */
  static final Duration DOWN = Duration.ofMinutes(5);

  /** A destination that gets everything a moment later is behind by seconds. */
  static final Duration BEHIND = Duration.ofMinutes(15);

  /** For how long it is said that something was lost, behind the last loss. */
  static final Duration LOSING = Duration.ofMinutes(15);

  private final Lasting down = new Lasting(DOWN);
  private final Lasting unlinked = new Lasting(DOWN);

  /** What each destination had lost at the last look, and when that last became more. */
  private final Map<String, Loss> losses = new HashMap<>();

  private record Loss(long overtaken, Optional<Long> grownNanos) {}

  /**
   * Which links are down now, and why: of devices that are connected, and of brokers and collectors
   * that are listened to.
   */
  static Map<String, String> downNow(Node node) {
    Map<String, String> found = new TreeMap<>();
    Set<String> listeners = new TreeSet<>(node.links().keySet());
    boolean _ = listeners.addAll(node.syslog().keySet());
    for (String each : listeners) {
      Optional<Listening> state = node.evidence().board().worst(each);
      if (state.isEmpty()) {
        String _ = found.put(each, "not connected yet");
      } else if (state.get() instanceof Listening.Deaf(var _, var reason, var _)) {
        String _ = found.put(each, reason);
      }
    }
    Gateway gateway = node.gateway().links();
    for (DeviceShown each : gateway.devices()) {
      why(each.figures().link().state(), each.figures().link().lastReason())
          .ifPresent(reason -> {
            String _ = found.put(each.device().id(), reason);
          });
    }
    return found;
  }

  /** Why nothing is read by a link, if so. */
  static Optional<String> why(LinkState state, String lastReason) {
    return switch (state) {
      case LinkState.Running _ -> Optional.empty();
      case LinkState.Waiting(var _, var _, var _, var reason) -> Optional.of(reason);
      case LinkState.Closed(var _, var reason) -> Optional.of(reason);
      case LinkState.Connecting _, LinkState.Planning _ ->
          Optional.of(lastReason.isEmpty() ? "not connected yet" : lastReason);
    };
  }

  /** How each destination stands, by its id. */
  static Map<String, DestinationFigures> destinations(Node node) {
    Map<String, DestinationFigures> found = new TreeMap<>();
    node.gateway()
        .links()
        .destinations()
        .forEach(each -> {
          DestinationFigures _ = found.put(each.destination().id(), each.figures());
        });
    return found;
  }

  /**
   * Links that are down for too long.
   *
   * @param now those that are down, and why
   * @param nanos of a clock that nobody sets
   */
  Map<String, NoticeSaid> links(Map<String, String> now, long nanos) {
    Map<String, NoticeSaid> all = new HashMap<>();
    for (String each : down.of(now.keySet(), nanos)) {
      String why = now.getOrDefault(each, "");
      NoticeSaid _ =
          all.put(
              each,
              NoticeSaid.of(
                  "Nothing is read there for more than " + DOWN.toMinutes() + " minutes: " + why,
                  "why",
                  why));
    }
    return all;
  }

  /** Destinations that are not linked for too long, or get what they should far too late. */
  Map<String, NoticeSaid> behind(Map<String, DestinationFigures> all, long nanos) {
    Set<String> without = new TreeSet<>();
    all.forEach((id, figures) -> {
      if (!figures.isLinked()) {
        boolean _ = without.add(id);
      }
    });
    Set<String> lasting = unlinked.of(without, nanos);
    Map<String, NoticeSaid> found = new HashMap<>();
    all.forEach((id, figures) -> {
      boolean isLate = figures.lag() > 0 && figures.behind().compareTo(BEHIND) >= 0;
      if (lasting.contains(id) || isLate) {
        NoticeSaid _ = found.put(id, behind(figures, lasting.contains(id)));
      }
    });
    return found;
  }

  private static NoticeSaid behind(DestinationFigures figures, boolean isUnlinked) {
    String why = figures.why().map(each -> ": " + each).orElse("");
    String text =
        isUnlinked
            ? "It is not linked for more than " + DOWN.toMinutes() + " minutes" + why
            : "It lacks what came in more than " + BEHIND.toMinutes() + " minutes ago" + why;
    return NoticeSaid.of(text, "what", isUnlinked ? "unlinked" : "late").and("why", text);
  }

  /**
   * Destinations that lose what they never had: retention took some, or takes it soon.
   *
   * @param ahead those that would lose some if the journal kept nine tenths of what it may
   */
  Map<String, NoticeSaid> losing(
      Map<String, DestinationFigures> all, Set<String> ahead, long nanos) {
    losses.keySet().retainAll(all.keySet());
    Map<String, NoticeSaid> found = new HashMap<>();
    all.forEach((id, figures) -> {
      Loss before = losses.getOrDefault(id, new Loss(0, Optional.empty()));
      Loss now =
          figures.overtaken() > before.overtaken()
              ? new Loss(figures.overtaken(), Optional.of(nanos))
              : new Loss(figures.overtaken(), before.grownNanos());
      Loss _ = losses.put(id, now);
      boolean isLosing = now.grownNanos().filter(at -> nanos - at < LOSING.toNanos()).isPresent();
      if (isLosing || ahead.contains(id)) {
        NoticeSaid _ = found.put(id, losing(figures, isLosing));
      }
    });
    return found;
  }

  private static NoticeSaid losing(DestinationFigures figures, boolean isLosing) {
    return isLosing
        ? NoticeSaid.of(
                "Retention took "
                    + figures.overtaken()
                    + " frames of the journal before it had them; gap records say which.",
                "what",
                "lost")
            .and("count", Long.toString(figures.overtaken()))
        : NoticeSaid.of(
            "Retention soon takes what it never had: the journal is nine tenths full of what it"
                + " may keep, or of the time.",
            "what",
            "soon");
  }

  /** What the policy denied, for as long as it goes on. */
  static Map<String, NoticeSaid> denied(Map<String, DenialTally.Told> standing) {
    Map<String, NoticeSaid> all = new HashMap<>();
    standing.forEach((subject, told) -> {
      var said = NoticeSaid.of(told.text());
      if (told.since().isPresent()) {
        said =
            said.and("count", Long.toString(told.count()))
                .and("since", told.since().get().toString())
                .and("peers", String.join(", ", told.peers()))
                .and("last", told.last());
      }
      NoticeSaid _ = all.put(subject, said);
    });
    return all;
  }
}
