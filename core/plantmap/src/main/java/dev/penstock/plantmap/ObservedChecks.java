package dev.penstock.plantmap;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.validation.Subject;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validations that need what was observed.
 *
 * <p>Req: 62443-3-2 ZCR 3.1
 */
public final class ObservedChecks {
  /** So long after it was last observed a flow is told: what comes once a week is in it. */
  public static final Duration FLOWS = Duration.ofDays(7);

  /** So many days that the node ran through make a rule one that nobody uses. */
  public static final int IDLE_DAYS = 90;

  private static final long NANOS = 1_000_000_000L;

  private ObservedChecks() {}

  /** A zone in which this node has a device, and by which protocol it is asked. */
  public record Reached(String zone, String protocol) {}

  /**
   * What was observed between zones that no conduit joins.
   *
   * @param heard in the same time
   * @param nodeZone in which the node lies; empty where nobody says so
   * @param now ns since 1970
   */
  public static Told flows(
      SiteModel site, Uses uses, HeardSources heard, Optional<String> nodeZone, long now) {
    long from = Math.max(0, now - FLOWS.toNanos());
    List<Seen> seen = new ArrayList<>();
    for (Map.Entry<Uses.Way, Uses.Asked> each : uses.ways().entrySet()) {
      Uses.Asked asked = each.getValue();
      if (asked.passed() >= from && asked.passed() > 0) {
        seen.add(seen(each.getKey(), Flow.Passing.PASSED, asked.passed()));
      }
      if (asked.last() >= from && asked.last() > asked.passed()) {
        seen.add(seen(each.getKey(), Flow.Passing.DENIED, asked.last()));
      }
    }
    Flows flows = new Flows(from, now + 1, true, false, false, seen, 0, 0);
    List<Told.Noted> noted =
        MapMaker.withoutConduit(site, flows, heard, nodeZone).stream()
            .map(ghost ->
                new Told.Noted(Validation.Z2, Subject.flow(ghost.from(), ghost.to()), words(ghost)))
            .toList();
    return new Told(Set.of(Validation.Z2), noted);
  }

  private static Seen seen(Uses.Way way, Flow.Passing passing, long last) {
    return new Seen(
        new Flow(
            way.from(),
            way.to(),
            way.protocol(),
            "",
            Optional.empty(),
            Optional.empty(),
            passing,
            ""),
        1,
        last);
  }

  private static String words(Ghost ghost) {
    List<String> what = new ArrayList<>();
    if (ghost.passed() > 0) {
      what.add("requests, of which some passed");
    } else if (ghost.denied() > 0) {
      what.add("requests, none of which passed");
    }
    if (ghost.heard() > 0) {
      what.add(ghost.heard() == 1 ? "a source was heard" : ghost.heard() + " sources were heard");
    }
    String in = ghost.protocols().isEmpty() ? "" : " in " + String.join(", ", ghost.protocols());
    return "was observed%s, and no conduit joins the two: %s; last at %s"
        .formatted(in, String.join("; ", what), ghost.last().map(ObservedChecks::at).orElse("-"));
  }

  /**
   * Rules that let pass what nobody asks for. Only those are asked of which every use is on record:
   * reads that are allowed are not, and a rule that denies is not there to be used.
   *
   * @param uses all of them: a day that is still to be read may be the one on which it was used
   * @param ages of the rules of the site
   * @param reached what does not pass this node is nothing that it knows of
   * @param now ns since 1970
   */
  public static Told rules(
      SiteModel site, Uses uses, RuleAges ages, Set<Reached> reached, long now) {
    ZoneId zone = site.enforced().timeZone();
    LocalDate today = LocalDate.ofInstant(Instant.ofEpochSecond(now / NANOS), zone);
    List<Told.Noted> noted = new ArrayList<>();
    for (Channel channel : site.enforced().channels()) {
      if (!reached.contains(new Reached(channel.to(), channel.protocol()))) {
        continue;
      }
      for (Rule rule : channel.rules()) {
        Optional<Instant> since = ages.since(rule.id());
        if (since.isPresent() && isAsked(rule, today)) {
          idle(rule, later(since.get(), rule.from(), zone), uses).ifPresent(noted::add);
        }
      }
    }
    return new Told(Set.of(Validation.Z3), noted);
  }

  private static Instant later(Instant since, Optional<LocalDate> first, ZoneId zone) {
    Instant begin = first.map(day -> day.atStartOfDay(zone).toInstant()).orElse(since);
    return begin.isAfter(since) ? begin : since;
  }

  private static boolean isAsked(Rule rule, LocalDate today) {
    return rule.effect() != Effect.DENY
        && rule.operations().stream().noneMatch(Operation::isLooking)
        && rule.until().filter(today::isAfter).isEmpty();
  }

  private static Optional<Told.Noted> idle(Rule rule, Instant since, Uses uses) {
    long begun = since.getEpochSecond() * NANOS + since.getNano();
    long named = uses.named(rule.id());
    List<Long> days = uses.wholeSince(Math.max(begun, named));
    if (days.size() < IDLE_DAYS) {
      return Optional.empty();
    }
    String why =
        named > begun
            ? "it was last named at " + at(named)
            : "it is in force as it is since " + at(begun);
    return Optional.of(
        new Told.Noted(
            Validation.Z3,
            Subject.rule(rule.id()),
            "is named by no decision of the %d days that this node ran through since %s; %s"
                .formatted(days.size(), LocalDate.ofEpochDay(days.getFirst()), why)));
  }

  private static String at(long nanos) {
    return Instant.ofEpochSecond(nanos / NANOS).toString();
  }
}
