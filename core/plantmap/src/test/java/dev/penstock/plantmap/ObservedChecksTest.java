package dev.penstock.plantmap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.conduit.site.SiteValidations;
import dev.penstock.evidence.record.PolicyDecision.Decision;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.plant.validation.Review;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plantmap.ObservedChecks.Reached;
import dev.penstock.plantmap.Uses.Asked;
import dev.penstock.plantmap.Uses.Way;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What validations say of what was observed. */
final class ObservedChecksTest {
  private static final long NANOS = 1_000_000_000L;
  private static final long NOW = nanos(Instant.parse("2026-11-23T10:00:00Z"));
  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final long DAY = Uses.DAY_NANOS;

  private static long nanos(Instant at) {
    return at.getEpochSecond() * NANOS;
  }

  private static Told flows(Map<Way, Asked> ways, String... heard) {
    var uses = new Uses(NOW / DAY, List.of(), 0, Map.of(), ways);
    return ObservedChecks.flows(
        Works.site(), uses, Works.heard(heard), Optional.of("control"), NOW);
  }

  private static List<String> words(Told told) {
    return told.noted().stream().map(each -> each.subject() + " " + each.what()).toList();
  }

  @Test
  void whatWasAskedBetweenZonesThatNoConduitJoinsIsToldWithWhenItWasLast() {
    Told told =
        flows(
            Map.of(
                new Way("office", "filters", "modbus"), new Asked(NOW - HOUR, 0),
                new Way("cloud", "office", "s7"), new Asked(NOW - HOUR, NOW - 2 * HOUR),
                new Way("cloud", "office", "modbus"), new Asked(NOW - 3 * HOUR, NOW - 3 * HOUR)));

    assertThat(told.asked()).containsExactly(Validation.Z2);
    assertThat(words(told))
        .containsExactlyInAnyOrder(
            "flow/office/filters was observed in modbus, and no conduit joins the two: requests,"
                + " none of which passed; last at 2026-11-23T09:00:00Z",
            "flow/cloud/office was observed in modbus, s7, and no conduit joins the two: requests,"
                + " of which some passed; last at 2026-11-23T09:00:00Z");
  }

  @Test
  void whereAConduitIsOrNoneCanBeNothingIsTold() {
    assertThat(
            flows(
                    Map.of(
                        new Way("control", "filters", "modbus"), new Asked(NOW - HOUR, 0),
                        new Way("filters", "control", "s7"), new Asked(NOW - HOUR, NOW - HOUR),
                        new Way("pumps", "pumps", "s7"), new Asked(NOW - HOUR, 0),
                        new Way("gone", "control", "s7"), new Asked(NOW - HOUR, 0)))
                .noted())
        .isEmpty();
  }

  /**
   * Requests through conduits without a channel take no room of it, and what is over is counted.
   */
  @Test
  void allThatNoConduitIsForIsToldOrCounted() {
    List<String> names = IntStream.range(10, 40).mapToObj(i -> "z" + i).toList();
    List<Conduit> conduits = new ArrayList<>();
    Map<Way, Asked> ways = new HashMap<>();
    for (String from : names) {
      for (String to : names) {
        Asked _ = ways.put(new Way(from, to, "s7"), new Asked(NOW - HOUR, 0));
        // Of the first half of them each is joined to each.
        if (from.compareTo(to) < 0 && to.compareTo("z25") < 0) {
          boolean _ = conduits.add(new Conduit(from + to, from + to, List.of(from, to)));
        }
      }
    }
    Draft draft =
        Draft.of(
            new Organisation("works", "Works"),
            new Site("east", "East"),
            names.stream().map(id -> new Zone(id, id, Optional.empty(), List.of())).toList(),
            conduits,
            List.of());
    Checked.Sound sound = (Checked.Sound) ModelChecker.check(draft.in(PlantFormat.TWO));
    SiteModel site = SiteModel.of(sound.model());
    assertThat(conduits).hasSize(105).hasSizeGreaterThan(MapMaker.GHOSTS_MAX / 2);

    var uses = new Uses(TODAY, List.of(), 0, Map.of(), ways);
    Told told = ObservedChecks.flows(site, uses, HeardSources.NOBODY, Optional.empty(), NOW);
    assertThat(told.noted()).hasSize(30 * 29 - 2 * 105);
    Review review = SiteValidations.look(site, LocalDate.ofEpochDay(TODAY), told);
    long shown = review.observations().stream().filter(at -> at.rule() == Validation.Z2).count();
    assertThat(shown).isEqualTo(200);
    assertThat(review.leftOut()).containsEntry(Validation.Z2, 30 * 29 - 2 * 105 - shown);

    Seen[] seen =
        ways.keySet().stream()
            .map(way -> Works.seen(way.from(), way.to(), "s7", "", Flow.Passing.DENIED, 1))
            .toArray(Seen[]::new);
    assertThat(
            MapMaker.picture(site, Works.flows(seen), HeardSources.NOBODY, Optional.empty())
                .ghosts())
        .as("each reason has room of its own")
        .filteredOn(ghost -> ghost.reason() == Ghost.Reason.NO_CONDUIT)
        .hasSize(MapMaker.GHOSTS_MAX);
  }

  @Test
  void aSourceThatIsHeardAcrossNoConduitIsToldToo() {
    assertThat(words(flows(Map.of(), "cloud1", "filter1")))
        .singleElement()
        .asString()
        .startsWith(
            "flow/cloud/control was observed in mqtt, and no conduit joins the two: a source was"
                + " heard; last at ");
  }

  @Test
  void whatIsOverForAWeekIsToldNoMore() {
    long week = ObservedChecks.FLOWS.toNanos();
    assertThat(flows(Map.of(new Way("cloud", "office", ""), new Asked(NOW - week, 0))).noted())
        .hasSize(1);
    assertThat(flows(Map.of(new Way("cloud", "office", ""), new Asked(NOW - week - 1, 0))).noted())
        .isEmpty();
    assertThat(words(flows(Map.of(new Way("cloud", "office", ""), new Asked(NOW, NOW - week - 1)))))
        .as("what passed was before")
        .singleElement()
        .asString()
        .contains("none of which passed");
  }

  private static final Set<Reached> FIELD = Set.of(new Reached("filters", "modbus"));
  private static final long TODAY = NOW / DAY;

  /** So many whole days until yesterday. */
  private static List<Long> days(int count) {
    return LongStream.range(TODAY - count, TODAY).boxed().toList();
  }

  private static Uses uses(List<Long> whole, Map<String, Long> rules) {
    return new Uses(TODAY, whole, 0, rules, Map.of());
  }

  private static RuleAges ages(SiteModel site, int days) {
    return new RuleAges(site, Instant.ofEpochSecond((TODAY - days) * 86_400));
  }

  private static Told rules(SiteModel site, Uses uses) {
    return ObservedChecks.rules(site, uses, ages(site, 300), FIELD, NOW);
  }

  private static SiteModel site(Rule... rules) {
    var asks =
        new Channel("asks", "supervision", "modbus", "control", "filters", true, List.of(rules));
    return Works.site(new Policy(ZoneId.of("UTC"), List.of(asks)));
  }

  private static Rule rule(String id, Effect effect, Operation... operations) {
    return rule(id, effect, Optional.empty(), Optional.empty(), operations);
  }

  private static Rule rule(
      String id,
      Effect effect,
      Optional<LocalDate> from,
      Optional<LocalDate> until,
      Operation... operations) {
    return new Rule(
        id,
        effect,
        List.of(new Who.Anyone()),
        List.of(operations),
        List.of(new Scope.Any()),
        List.of(),
        Optional.empty(),
        List.of(),
        from,
        until);
  }

  @Test
  void aRuleThatNoDecisionNamedOnNinetyDaysIsTold() {
    SiteModel site = Works.site();
    Told told = rules(site, uses(days(90), Map.of("setpoints", NOW - 5 * DAY)));

    assertThat(told.asked()).containsExactly(Validation.Z3);
    assertThat(words(told))
        .containsExactly(
            "rule/nights is named by no decision of the 90 days that this node ran through since"
                + " 2026-08-25; it is in force as it is since 2026-01-27T00:00:00Z");
    assertThat(rules(site, uses(days(89), Map.of())).noted()).isEmpty();
    assertThat(words(rules(site, uses(days(120), Map.of("nights", NOW - 100 * DAY)))))
        .contains(
            "rule/nights is named by no decision of the 99 days that this node ran through since"
                + " 2026-08-16; it was last named at 2026-08-15T10:00:00Z");
  }

  /** A decision names it after as many flows as a tally tells apart. */
  @Test
  void aRuleThatTheLastOfManyFlowsNamedIsNotTold() {
    long then = (TODAY - 45) * DAY;
    var records = new FakeRecords();
    for (int i = 0; i <= FlowTally.FLOWS_MAX; i++) {
      String rule = i < FlowTally.FLOWS_MAX ? "setpoints" : "nights";
      long at = then + i;
      records.decide(at, FakeRecords.decision(Decision.ALLOW, "z" + i, "filters", rule, 1, at));
    }
    FlowTally day = FlowTally.ofDay();
    records.all.forEach(each -> day.take(each, then + DAY));
    Uses uses = uses(days(90), Map.of());
    assertThat(rules(Works.site(), uses).noted()).hasSize(2);
    assertThat(rules(Works.site(), uses.with(day)).noted()).isEmpty();
  }

  /** Each of these would be told if it did not stand in its way. */
  @Test
  void whatIsYoungerOrWasNamedIsNotTold() {
    SiteModel site = Works.site();
    Uses uses = uses(days(90), Map.of());
    assertThat(rules(site, uses).noted()).hasSize(2);
    assertThat(ObservedChecks.rules(site, uses, ages(site, 90), FIELD, NOW).noted()).hasSize(2);
    assertThat(ObservedChecks.rules(site, uses, ages(site, 89), FIELD, NOW).noted())
        .as("the rule is in force for 89 days")
        .isEmpty();
    assertThat(rules(site, uses(days(90), Map.of("nights", (TODAY - 90) * DAY + 1))).noted())
        .as("it was named on the first of the days")
        .hasSize(1);
    var forgotten = new Uses(TODAY, days(90), (TODAY - 90) * DAY + 1, Map.of(), Map.of());
    assertThat(rules(site, forgotten).noted()).as("nobody knows any more").isEmpty();
    List<Long> holes = days(180).stream().filter(day -> day % 2 == 0).toList();
    assertThat(rules(site, uses(holes, Map.of())).noted()).as("every second day").hasSize(2);
    assertThat(rules(site, uses(holes.subList(1, 90), Map.of())).noted()).isEmpty();
  }

  @Test
  void onlyWhatLeavesARecordAndPassesTheNodeIsAsked() {
    Uses uses = uses(days(200), Map.of());
    LocalDate yesterday = LocalDate.ofEpochDay(TODAY - 1);
    LocalDate late = LocalDate.ofEpochDay(TODAY - 89);
    SiteModel site =
        site(
            rule("a", Effect.ALLOW, Operation.WRITE),
            rule("b", Effect.TWO_PEOPLE, Operation.COMMAND),
            rule("c", Effect.DENY, Operation.WRITE),
            rule("d", Effect.ALLOW, Operation.WRITE, Operation.READ),
            rule("e", Effect.ALLOW, Optional.empty(), Optional.of(yesterday), Operation.WRITE),
            rule("f", Effect.ALLOW, Optional.of(late), Optional.empty(), Operation.WRITE),
            rule(
                "g",
                Effect.ALLOW,
                Optional.of(late.minusDays(1)),
                Optional.empty(),
                Operation.WRITE));
    assertThat(rules(site, uses).noted())
        .extracting(each -> each.subject().toString())
        .containsExactly("rule/a", "rule/b", "rule/g");
    assertThat(
            ObservedChecks.rules(
                    site, uses, ages(site, 300), Set.of(new Reached("filters", "s7")), NOW)
                .noted())
        .isEmpty();
    assertThat(
            ObservedChecks.rules(
                    site, uses, ages(site, 300), Set.of(new Reached("control", "modbus")), NOW)
                .noted())
        .isEmpty();
  }

  @Test
  void aRuleIsAsOldAsTheFirstVersionThatHadItAsItIs() {
    Rule set = rule("set", Effect.ALLOW, Operation.WRITE);
    Rule changed = rule("set", Effect.TWO_PEOPLE, Operation.WRITE);
    Rule other = rule("other", Effect.ALLOW, Operation.WRITE);
    Rule fresh = rule("fresh", Effect.ALLOW, Operation.WRITE);
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    var ages = new RuleAges(site(set, other, fresh), day.plusSeconds(50));
    assertThat(ages.isKnown()).isFalse();
    ages.before(Optional.of(site(set, other)), day.plusSeconds(40));
    ages.before(Optional.of(site(changed, other)), day.plusSeconds(30));
    ages.before(Optional.of(site(set, other)), day.plusSeconds(20));
    assertThat(ages.isKnown()).isFalse();
    ages.before(Optional.empty(), day.plusSeconds(10));
    assertThat(ages.isKnown()).as("the file of that version is gone").isTrue();
    ages.before(Optional.of(site(set, other, fresh)), day);

    assertThat(ages.since("fresh")).hasValue(day.plusSeconds(50));
    assertThat(ages.since("set")).hasValue(day.plusSeconds(40));
    assertThat(ages.since("other")).hasValue(day.plusSeconds(20));
    assertThat(ages.since("gone")).isEmpty();
  }
}
