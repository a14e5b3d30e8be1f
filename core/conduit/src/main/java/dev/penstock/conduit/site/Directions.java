package dev.penstock.conduit.site;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Rule;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.validation.Subject;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds the channels of a policy to the directions that the model declares for its conduits. A
 * declared channel is one for the protocol that it names, with what runs over it ({@code modbus} is
 * asked through {@code modbus-tcp}), or for every protocol where it names none. Where none is for a
 * protocol, nothing is declared, but that all of a conduit that is made of diodes goes their way.
 *
 * <p>Req: 62443-3-2 ZCR 3.1
 */
final class Directions {
  private static final Set<Validation> ASKED = Set.of(Validation.Z22, Validation.Z23);

  /** A policy may have a channel for each protocol there is. */
  private static final int NAMED_MAX = 5;

  private final LocalDate today;
  private final List<Told.Noted> noted = new ArrayList<>();

  private Directions(LocalDate today) {
    this.today = today;
  }

  /** Which declared directions the policy does not keep. */
  static Told of(SiteModel site, LocalDate today) {
    var directions = new Directions(today);
    Map<String, List<Channel>> opened =
        site.enforced().channels().stream()
            .filter(directions::isOpening)
            .collect(Collectors.groupingBy(Channel::conduit));
    for (Conduit conduit : site.plant().conduits()) {
      directions.look(conduit, opened.getOrDefault(conduit.id(), List.of()));
    }
    return new Told(ASKED, directions.noted);
  }

  /** True when anything may pass by it, today or later. */
  private boolean isOpening(Channel channel) {
    return channel.areReadsAllowed()
        || channel.rules().stream()
            .filter(rule -> rule.effect() != Effect.DENY)
            .anyMatch(rule -> !isOver(rule));
  }

  /**
   * True when the last day of a rule is over, wherever the policy's clock is: its days end up to
   * half a day after those of UTC, and a window that begins on the last one may end on the next.
   */
  private boolean isOver(Rule rule) {
    LocalDate surelyOver = today.minusDays(rule.windows().isEmpty() ? 1 : 2);
    return rule.until().filter(surelyOver::isAfter).isPresent();
  }

  private void look(Conduit conduit, List<Channel> opened) {
    Map<dev.penstock.plant.Channel, List<Channel>> against = new LinkedHashMap<>();
    for (Channel channel : opened) {
      List<dev.penstock.plant.Channel> declared = declaredFor(channel, conduit);
      if (declared.stream().noneMatch(each -> isAlong(channel, from(each, conduit)))) {
        declared.forEach(each -> {
          boolean _ = against.computeIfAbsent(each, _ -> new ArrayList<>()).add(channel);
        });
      }
    }
    against.forEach((declared, channels) -> note(conduit, declared, channels));
  }

  private static List<dev.penstock.plant.Channel> declaredFor(Channel channel, Conduit conduit) {
    List<dev.penstock.plant.Channel> all = conduit.channels();
    List<dev.penstock.plant.Channel> named =
        all.stream()
            .filter(each ->
                each.protocol().isEmpty() || isOne(each.protocol().get(), channel.protocol()))
            .toList();
    boolean isOfDiodes = all.stream().allMatch(dev.penstock.plant.Channel::isDiode);
    return named.isEmpty() && isOfDiodes ? all : named;
  }

  private static boolean isOne(String declared, String asked) {
    return declared.equals(asked)
        || declared.startsWith(asked + "-")
        || asked.startsWith(declared + "-");
  }

  /** The end of the conduit from which a channel is opened; empty where nobody declares it. */
  private static Optional<String> from(dev.penstock.plant.Channel declared, Conduit conduit) {
    List<String> ends = conduit.between();
    return declared
        .from()
        .or(() -> declared.to().map(to -> ends.get(ends.getFirst().equals(to) ? 1 : 0)));
  }

  private static boolean isAlong(Channel channel, Optional<String> from) {
    return from.isEmpty() || from.get().equals(channel.from());
  }

  private void note(Conduit conduit, dev.penstock.plant.Channel declared, List<Channel> channels) {
    Channel first = channels.getFirst();
    String names =
        channels.stream()
            .limit(NAMED_MAX)
            .map(each -> "'" + each.id() + "'")
            .collect(Collectors.joining(", "));
    String more = channels.size() > NAMED_MAX ? " and more" : "";
    noted.add(
        new Told.Noted(
            declared.isDiode() ? Validation.Z22 : Validation.Z23,
            Subject.of(conduit, declared),
            "is %s from '%s' to '%s', and the policy lets '%s' ask '%s' there: %s%s"
                .formatted(
                    declared.isDiode() ? "a diode" : "opened",
                    first.to(),
                    first.from(),
                    first.from(),
                    first.to(),
                    names,
                    more)));
  }
}
