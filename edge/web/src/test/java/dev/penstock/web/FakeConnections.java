package dev.penstock.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.connections.Band;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.connections.Proxy;
import dev.penstock.connections.Rate;
import dev.penstock.connections.Selection;
import dev.penstock.connections.Server;
import dev.penstock.connections.Writing;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.draft.Draft;
import dev.penstock.connections.draft.TableDraft;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.driving.DeviceIdentity;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.supervision.LinkFigures;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.plant.Model;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.version.History;
import dev.penstock.points.Expression;
import dev.penstock.points.Parsed;
import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device in the field and one in the hall, one of nowhere; ways from each zone to the other. */
final class FakeConnections extends FakeVersions<Connections> implements ConnectionsView {
  static final Connections MODEL = model("Pump");
  static final Connections OLDER = model("Old pump");

  volatile boolean checkedWithPlant;
  final List<String> onceAsked = new CopyOnWriteArrayList<>();

  FakeConnections() {
    super(
        new Traits(
            "connections",
            "penstock-connections-1",
            "3:7: devices[plc-1].points[level].address: none",
            new ApprovalRequest.Difference("devices[plc-1].name", "Pump", "Old pump")));
  }

  private static Connections model(String name) {
    return new Connections(
        List.of(
            device("plc-1", name, "plc", points()),
            device("panel", "Panel", "hmi", List.of()),
            device("stray", "Stray", "ghost", List.of())),
        List.of(destination("cloud", "hall"), destination("local", "field")),
        List.of(
            new Proxy("inward", "Inward", true, "127.0.0.1:1502", "hall", "plc-1"),
            new Proxy("outward", "Outward", true, "127.0.0.1:1503", "field", "panel"),
            new Proxy("round", "Round", false, "127.0.0.1:1504", "hall", "panel")),
        List.of(
            server("to-hall", "hall", "panel", 1505), server("to-field", "field", "plc-1", 1506)));
  }

  private static Server server(String id, String zone, String device, int port) {
    return new Server(
        id,
        id,
        "modbus",
        true,
        "127.0.0.1:" + port,
        zone,
        7,
        Duration.ofSeconds(5),
        List.of(
            new Server.Served(device, "level", "holding:0", "float32"),
            new Server.Served("panel", "level low", "coil:0", "bool")));
  }

  private static Device device(String id, String name, String asset, List<Point> points) {
    return new Device(
        id,
        name,
        "modbus",
        asset,
        true,
        Map.of("tcp", "10.0.0.7:502", "unit", "1"),
        List.of(new Rate("fast", Duration.ofMillis(500))),
        points);
  }

  /** One with all that can be said, one that is made of it, and some more for pages. */
  private static List<Point> points() {
    var points = new ArrayList<Point>();
    points.add(
        new Point(
            "level",
            new Origin.Read(
                "holding:100",
                "uint16",
                "fast",
                new Scaling(0, 27_648, 0, 4.5, Scaling.Beyond.CLAMPED),
                new Writing(0.0, null)),
            new Band(0.5, true, Duration.ofMinutes(5)),
            "m",
            "Of the basin"));
    if (!(Expression.parse("{level} < 0.5") instanceof Parsed.Read(var expression))) {
      throw new AssertionError("no expression");
    }
    points.add(new Point("level low", new Origin.Derived(expression), Band.CHANGES, "", ""));
    for (int i = 0; i < 5; i++) {
      points.add(
          new Point(
              "state " + i,
              new Origin.Read("coil:" + i, "", "fast", null, null),
              Band.CHANGES,
              "",
              ""));
    }
    return points;
  }

  private static Destination destination(String id, String zone) {
    return new Destination(
        id,
        id,
        "mqtt",
        zone,
        true,
        Map.of("broker", "10.0.0.9:1883"),
        List.of(new Selection("plc-1", "level*"), new Selection("panel", "*")),
        Destination.Order.LIVE_FIRST,
        2_000);
  }

  @Override
  public Links links() {
    return new Links(
        List.of(
            link("panel", "hall", new LinkState.Waiting(THEN, 1, 3, "nobody answers"), ""),
            link("plc-1", "field", new LinkState.Running(THEN), "it hung up")),
        List.of(
            new DestinationLink(
                "cloud",
                "hall",
                false,
                Optional.of("refused"),
                7,
                Duration.ZERO,
                1,
                1,
                6,
                2,
                1,
                Optional.of(new CommandsOf(Optional.of("nobody answers"), 2, 9, 4, 1))),
            new DestinationLink(
                "local",
                "field",
                true,
                Optional.empty(),
                0,
                Duration.ZERO,
                9,
                9,
                0,
                0,
                1,
                Optional.empty())),
        List.of(
            new ProxyLink("inward", "hall", "plc-1", "127.0.0.1:1502", 2),
            new ProxyLink("outward", "field", "panel", "127.0.0.1:1503", 0)),
        List.of(
            new ServerLink("to-field", "field", List.of("plc-1"), "127.0.0.1:1506", 1, 5, 4, 3, 2),
            new ServerLink("to-hall", "hall", List.of("panel"), "127.0.0.1:1505", 0, 0, 0, 0, 0)),
        List.of("device stray does not fit"));
  }

  private static DeviceLink link(String device, String zone, LinkState state, String lastReason) {
    Optional<DeviceIdentity> identity =
        Optional.of(new DeviceIdentity("Acme", "P-7", "1.2", Map.of("ModelName", "Pump")))
            .filter(_ -> state instanceof LinkState.Running);
    return new DeviceLink(
        device,
        zone,
        new LinkFigures(state, 4, 2, 100, 3, 0, lastReason, Optional.of(THEN), identity),
        7,
        1,
        2,
        90,
        0,
        5,
        0,
        0);
  }

  @Override
  public Drafted check(byte[] yaml, Optional<Model> plant) {
    checkedWithPlant = plant.isPresent();
    return new String(yaml, UTF_8).contains("sound")
        ? drafted(new Draft(Optional.of(OLDER), List.of(), 0, List.of()))
        : drafted(Draft.unreadable(new Place(3, 7), "is no such thing"));
  }

  private static Drafted drafted(Draft draft) {
    boolean isSound = draft.connections().isPresent();
    return new Drafted(
        draft,
        false,
        isSound
            ? List.of(new ApprovalRequest.Difference("devices[plc-1].name", "Pump", "Old pump"))
            : List.of());
  }

  @Override
  public Optional<DraftedTable> check(
      String device, String table, PointSheet.Mode mode, Optional<Model> plant) {
    return MODEL
        .device(device)
        .map(one -> {
          Draft draft = check(table.getBytes(UTF_8), plant).draft();
          boolean isSound = draft.connections().isPresent();
          int removed = mode == PointSheet.Mode.REPLACE ? 6 : 0;
          return new DraftedTable(
              new TableDraft(
                  draft,
                  Optional.of(one).filter(_ -> isSound),
                  new ConnectionsDiff.Points(1, removed, 2),
                  List.of("note")),
              drafted(draft),
              Optional.of("format: x\n").filter(_ -> isSound));
        });
  }

  @Override
  public OnceRead readOnce(String device, List<PointSpec> points) {
    onceAsked.add(device + " " + points);
    return switch (points.getFirst().address()) {
      case "busy" -> new OnceRead.Busy("not read: somebody else reads");
      case "down" -> new OnceRead.NotRead("not read: the link is down");
      default ->
          new OnceRead.Done(
              THEN,
              points.stream()
                  .map(point -> new OncePoint(point, new Scalar.Whole(7), 0, Optional.empty()))
                  .toList());
    };
  }

  @Override
  Connections model() {
    return MODEL;
  }

  @Override
  Digest inForce() {
    return MODEL.digest();
  }

  @Override
  Digest older() {
    return OLDER.digest();
  }

  @Override
  public History history() {
    return History.NONE.with(
        new History.Entry(
            History.NONE.next(MODEL.digest()),
            THEN,
            History.Cause.FIRST,
            Optional.empty(),
            List.of()));
  }
}
