package dev.penstock.plantmap;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.Asset;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Site;
import dev.penstock.plant.Zone;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Water works: control and office, a field of filters and pumps, a cloud; and what was observed.
 */
public final class Works {
  static final long FROM = 1_000 * FlowBook.QUARTER_NANOS;
  static final long TO = FROM + 4 * FlowBook.QUARTER_NANOS;

  private Works() {}

  static SiteModel site() {
    Draft draft =
        Draft.of(
            new Organisation("works", "Works"),
            new Site("east", "East <1>"),
            List.of(
                zone("control", "Control", "", "hmi*"),
                zone("field", "Field", "", ""),
                zone("filters", "Filters & basins", "field", "filter*"),
                zone("pumps", "Pumps", "field", "pump*"),
                zone("office", "Office", "", "office*"),
                zone("cloud", "Cloud", "", "cloud*")),
            List.of(
                new Conduit("supervision", "Supervision", List.of("control", "filters")),
                new Conduit("power", "Power", List.of("control", "field")),
                new Conduit("reports", "Reports", List.of("control", "office"))),
            List.of(
                new Asset("plc", "PLC", Optional.of("filters")),
                new Asset("hmi", "HMI", Optional.of("control"))));
    Model plant =
        switch (ModelChecker.check(draft.in(PlantFormat.TWO))) {
          case Checked.Sound(var model) -> model;
          case Checked.Unsound(var findings, var _) -> throw new AssertionError(findings);
        };
    var asks =
        new Channel(
            "asks",
            "supervision",
            "modbus",
            "control",
            "filters",
            true,
            List.of(rule("setpoints"), rule("nights")));
    return new SiteModel(plant, Optional.of(new Policy(ZoneId.of("UTC"), List.of(asks))));
  }

  /** The same with another policy. */
  public static SiteModel site(Policy policy) {
    return new SiteModel(site().plant(), Optional.of(policy));
  }

  private static Zone zone(String id, String name, String parent, String sources) {
    return new Zone(
        id,
        name,
        Optional.of(parent).filter(text -> !text.isEmpty()),
        sources.isEmpty() ? List.of() : List.of(sources));
  }

  private static Rule rule(String id) {
    return new Rule(
        id,
        Effect.ALLOW,
        List.of(new Who.Anyone()),
        List.of(Operation.WRITE),
        List.of(new Scope.Any()),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static Seen seen(
      String from, String to, String protocol, String rule, Flow.Passing passing, long count) {
    boolean isOfRule = !rule.isEmpty();
    return new Seen(
        new Flow(
            from,
            to,
            protocol,
            "write",
            isOfRule ? Optional.of("asks") : Optional.empty(),
            isOfRule ? Optional.of(rule) : Optional.empty(),
            passing,
            isOfRule ? "rule" : "no-channel"),
        count,
        FROM + count);
  }

  static Flows flows(Seen... seen) {
    return new Flows(FROM, TO, true, false, true, List.of(seen), 0, 0);
  }

  static HeardSources heard(String... names) {
    return new HeardSources(
        List.of(names).stream().map(name -> new Heard(name, "mqtt", FROM + 5)).toList(),
        List.of("filter1", "filter2", "pump1", "hmi", "cloud1", "unknown"),
        true);
  }

  /** As the node in control sees it. */
  static Picture picture(Flows flows, HeardSources heard) {
    return MapMaker.picture(site(), flows, heard, Optional.of("control"));
  }

  static ConduitShown conduit(Picture picture, String id) {
    return picture.conduits().stream().filter(each -> each.id().equals(id)).findFirst().get();
  }

  static ZoneShown zone(Picture picture, String id) {
    return picture.zones().stream().filter(each -> each.id().equals(id)).findFirst().get();
  }
}
