package dev.penstock.web;

import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.plant.validation.Subject;
import dev.penstock.plant.validation.Told;
import dev.penstock.plant.validation.Validation;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.plantmap.Flow;
import dev.penstock.plantmap.Flows;
import dev.penstock.plantmap.Heard;
import dev.penstock.plantmap.HeardSources;
import dev.penstock.plantmap.MapLayout;
import dev.penstock.plantmap.MapMaker;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.Placement;
import dev.penstock.plantmap.Seen;
import dev.penstock.plantmap.Sheet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plant of {@link FakeDesks}: somebody asked from the hall into the field, and into nowhere.
 */
final class FakeMap implements MapView {
  static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final long NANOS = 1_000_000_000L;

  volatile boolean isDrawn = true;
  volatile boolean isRead = true;

  /** How long the last look was asked to be. */
  volatile Duration stretch = Duration.ZERO;

  static SiteModel site() {
    Rule used = rule("setpoints", Effect.ALLOW);
    Rule unused = rule("nights", Effect.DENY);
    return new SiteModel(
        FakeDesks.ONE_WAY,
        Optional.of(
            new Policy(
                ZoneId.of("UTC"),
                List.of(
                    new Channel(
                        "asks",
                        "up",
                        "modbus-tcp",
                        "hall",
                        "field",
                        true,
                        List.of(used, unused))))));
  }

  private static Rule rule(String id, Effect effect) {
    return new Rule(
        id,
        effect,
        List.of(new Who.Anyone()),
        List.of(Operation.WRITE),
        List.of(new Scope.Any()),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Seen seen(
      String from, String to, Optional<String> rule, Flow.Passing passing, long count) {
    return new Seen(
        new Flow(
            from,
            to,
            "modbus-tcp",
            "write",
            Optional.of("asks").filter(_ -> rule.isPresent()),
            rule,
            passing,
            rule.isPresent() ? "rule" : "no-channel"),
        count,
        FIRST.plusSeconds(60).getEpochSecond() * NANOS);
  }

  @Override
  public Optional<Look> look(Instant at, Duration asked) {
    stretch = asked;
    if (at.isBefore(FIRST)) {
      return Optional.empty();
    }
    long to = at.getEpochSecond() * NANOS;
    var flows =
        new Flows(
            to - asked.toNanos(),
            to,
            true,
            false,
            true,
            List.of(
                seen("hall", "field", Optional.of("setpoints"), Flow.Passing.PASSED, 3),
                seen("hall", "field", Optional.of("setpoints"), Flow.Passing.NEEDED_TWO, 2),
                seen("works", "hall", Optional.empty(), Flow.Passing.DENIED, 5)),
            2,
            0);
    var heard =
        new HeardSources(
            List.of(new Heard("pump1", "mqtt", to - 1)), List.of("pump1", "plant/valve"), true);
    ModelVersion version = History.NONE.next(FakeDesks.ONE_WAY.digest());
    return Optional.of(
        new Look(
            version,
            FIRST,
            FIRST,
            at,
            site(),
            MapMaker.picture(site(), flows, heard, Optional.of("hall")),
            flows));
  }

  @Override
  public Observed observed(SiteModel site) {
    var noted =
        new Told.Noted(Validation.Z2, Subject.flow("works", "hall"), "was observed in modbus-tcp");
    return new Observed(new Told(Set.of(Validation.Z2), List.of(noted)), isRead);
  }

  @Override
  public MapLayout layout() {
    return sheet -> isDrawn ? Optional.of(inARow(sheet)) : Optional.empty();
  }

  private static Placement inARow(Sheet sheet) {
    Map<String, Placement.Box> boxes = new HashMap<>();
    double x = 10;
    for (Sheet.Room room : sheet.rooms()) {
      boxes.put(room.id(), new Placement.Box(x, 10, room.width(), room.height()));
      x += room.width() + 100;
    }
    Map<String, Placement.Line> lines = new HashMap<>();
    for (Sheet.Link link : sheet.links()) {
      var from = new Placement.Point(boxes.get(link.from()).x(), 50);
      var to = new Placement.Point(boxes.get(link.to()).x(), 50);
      lines.put(link.id(), new Placement.Line(List.of(from, to), from));
    }
    return new Placement(x, 200, boxes, lines);
  }
}
