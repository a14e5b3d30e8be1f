package dev.penstock.node.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Cause;
import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Part;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Values;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import dev.penstock.testkit.FakeClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stays over versions of a site. Req: 62443-4-2 NDR 5.2. */
class EnforcementTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private static final Request WRITE =
      Request.of(
          "control",
          "treatment",
          "modbus",
          Optional.of("person:ana"),
          "10.0.0.7",
          Operation.WRITE,
          new Part(new Target.Numbers("holding", 1, 100, 100), Values.of(7)),
          NOW.getEpochSecond() * 1_000_000_000L);

  private final Enforcement enforcement =
      new Enforcement(Optional.of("control"), FakeClock.at(NOW));

  private static SiteModel site(String name, String rate) {
    Draft draft =
        Draft.of(
            new Organisation("works", "Works"),
            new Site("east", name),
            List.of(
                new Zone("control", "Control", Optional.empty(), List.of()),
                new Zone("treatment", "Treatment", Optional.empty(), List.of())),
            List.of(new Conduit("supervision", "Supervision", List.of("control", "treatment"))),
            List.of());
    var rule =
        new Rule(
            "setpoints",
            Effect.ALLOW,
            List.of(new Who.Known()),
            List.of(Operation.WRITE),
            List.of(new Scope.Any()),
            List.of(),
            Rate.parse(rate).toOptional(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    var channel =
        new Channel("scada", "supervision", "modbus", "control", "treatment", true, List.of(rule));
    return switch (ModelChecker.check(draft.in(PlantFormat.TWO))) {
      case Checked.Sound(var plant) ->
          new SiteModel(plant, Optional.of(new Policy(ZoneId.of("UTC"), List.of(channel))));
      case Checked.Unsound unsound -> throw new AssertionError(unsound);
    };
  }

  private void enforce(SiteModel site) {
    enforcement.use(site, enforcement.made(site));
  }

  /** Whoever may change the name of a site could fill every rate again by it. */
  @Test
  void anotherVersionOfTheSiteFillsNoRate() {
    enforce(site("East", "1 per day"));
    assertThat(enforcement.ruled(WRITE, true).decision().verdict()).isEqualTo(Verdict.ALLOW);
    enforce(site("East works", "1 per day"));
    assertThat(enforcement.ruled(WRITE, true).decision().cause()).isEqualTo(Cause.RATE);
    Enforcement.InForce _ = enforcement.made(site("West", "1 per day"));
    enforce(site("East works", "2 per day"));
    assertThat(enforcement.ruled(WRITE, true).decision().verdict())
        .as("another rate begins anew")
        .isEqualTo(Verdict.ALLOW);
  }
}
