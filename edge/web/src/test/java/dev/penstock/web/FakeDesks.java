package dev.penstock.web;

import dev.penstock.access.ApprovalRequest;
import dev.penstock.conduit.Channel;
import dev.penstock.conduit.Effect;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Parsed;
import dev.penstock.conduit.Policy;
import dev.penstock.conduit.Rate;
import dev.penstock.conduit.Rule;
import dev.penstock.conduit.Scope;
import dev.penstock.conduit.ValueRange;
import dev.penstock.conduit.Who;
import dev.penstock.conduit.Window;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.json.JsonObjectMaker;
import dev.penstock.merkle.Digest;
import dev.penstock.notices.Notice;
import dev.penstock.notices.NoticeBoard;
import dev.penstock.notices.NoticeKey;
import dev.penstock.notices.NoticeKind;
import dev.penstock.notices.Severity;
import dev.penstock.notices.Standing;
import dev.penstock.plant.Acceptance;
import dev.penstock.plant.AccessKind;
import dev.penstock.plant.AccessPoint;
import dev.penstock.plant.Asset;
import dev.penstock.plant.Authentication;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Conduit;
import dev.penstock.plant.Draft;
import dev.penstock.plant.EssentialFunction;
import dev.penstock.plant.Listed;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelChecker;
import dev.penstock.plant.Organisation;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Site;
import dev.penstock.plant.SystemUnderConsideration;
import dev.penstock.plant.Zone;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.Pseudonym;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A plant of three zones with two versions, an authority that issued one, and a shredder. */
final class FakeDesks extends FakeVersions<SiteModel> implements PlantView, CertificateView {
  private static final Conduit UP = new Conduit("up", "Up", List.of("field", "hall"));
  private static final Conduit SIDE = new Conduit("side", "Side", List.of("hall", "works"));

  static final Model MODEL = model("Hall", UP, SIDE);
  static final Model OLDER = model("Old hall", UP, SIDE);

  /** Without a way between the works and the hall. */
  static final Model ONE_WAY = model("Hall", UP);

  static final String SERIAL = "0".repeat(31) + "7";

  /** Who says that they know of the one notice there is. */
  final List<String> acknowledged = new CopyOnWriteArrayList<>();

  /** Pseudonyms of whom a notice says that they are locked out. */
  final List<String> lockedOut = new CopyOnWriteArrayList<>();

  /** How many certificates were issued. */
  final AtomicInteger issuedCount = new AtomicInteger();

  final FakeConnections connections = new FakeConnections();
  final FakeCommands commands = new FakeCommands();
  final FakeMap map = new FakeMap();
  final FakeDryRuns dryRuns = new FakeDryRuns();

  /** Plans of what is shredded wait for it. */
  volatile CountDownLatch planning = new CountDownLatch(0);

  FakeDesks() {
    super(
        new Traits(
            "plant",
            "penstock-plant-1",
            "2:3 known-zone: assets[x].zone: no zone 'y'",
            new ApprovalRequest.Difference("zones[hall].name", "Hall", "Old hall")));
  }

  Desks desks() {
    return new Desks(this, this, this::plan, new Telling(), connections, commands, map, dryRuns);
  }

  /** pump1 speaks from the field, which lies in the works; the valve from the hall. */
  private static Model model(String hall, Conduit... conduits) {
    Draft draft =
        Draft.of(
            new Organisation("o", "O"),
            new Site("s", "S"),
            List.of(
                new Zone("works", "Works", Optional.empty(), List.of()),
                new Zone("field", "Field", Optional.of("works"), List.of("pump*")),
                new Zone("hall", hall, Optional.empty(), List.of("plant/*"))),
            List.of(conduits),
            List.of(
                new Asset("plc", "PLC", Optional.of("field")),
                new Asset("hmi", "HMI", Optional.of("hall"))));
    return switch (ModelChecker.check(told(draft))) {
      case Checked.Sound(var model) -> model;
      case Checked.Unsound(var findings, var _) -> throw new AssertionError(findings.toString());
    };
  }

  /** With a system, ways in, what must go on, and what somebody lives with. */
  private static Draft told(Draft places) {
    Optional<String> hall = Optional.of("hall");
    var vpn =
        new AccessPoint(
            "vpn",
            "VPN",
            Optional.of(AccessKind.VENDOR),
            hall,
            Optional.empty(),
            Optional.of(Authentication.MULTI_FACTOR));
    var usb =
        new AccessPoint(
            "usb",
            "USB",
            Optional.empty(),
            Optional.of("works"),
            Optional.empty(),
            Optional.empty());
    var modem =
        new AccessPoint(
            "modem",
            "Modem",
            Optional.of(AccessKind.VENDOR),
            hall,
            Optional.of("up"),
            Optional.of(Authentication.MULTI_FACTOR));
    var radio =
        new AccessPoint(
            "radio",
            "Radio",
            Optional.empty(),
            Optional.empty(),
            Optional.of("up"),
            Optional.empty());
    return new Draft(
        PlantFormat.TWO,
        places.organisation(),
        places.site(),
        Optional.of(Listed.of(new SystemUnderConsideration("suc", "All", Optional.empty()))),
        places.zones(),
        places.conduits(),
        places.assets(),
        List.of(Listed.of(vpn), Listed.of(usb), Listed.of(modem), Listed.of(radio)),
        List.of(Listed.of(new EssentialFunction("pumping", "Pumping", List.of("plc", "hmi")))),
        List.of(
            Listed.of(
                new Acceptance(
                    "Z9", "asset/hmi", "It moves next year", LocalDate.of(9999, 1, 1)))));
  }

  /** A channel through each of the conduits, one with a rule that says all there is to say. */
  private static Policy policy() {
    return new Policy(
        ZoneId.of("Europe/Stockholm"),
        List.of(
            new Channel(
                "readings",
                "up",
                "modbus",
                "hall",
                "field",
                true,
                List.of(
                    new Rule(
                        "set-points",
                        Effect.TWO_PEOPLE,
                        List.of(good(Who.parse("anyone"))),
                        List.of(Operation.WRITE),
                        List.of(good(Scope.parse("unit 1 holding 110"))),
                        List.of(good(ValueRange.parse("0..400"))),
                        Optional.of(good(Rate.parse("10 per minute"))),
                        List.of(good(Window.parse("mon..fri 06:00..18:00"))),
                        Optional.of(LocalDate.of(2026, 1, 1)),
                        Optional.empty()))),
            new Channel("asides", "side", "mqtt", "works", "hall", false, List.of())));
  }

  private static <T> T good(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Good<T>(var value) -> value;
      case Parsed.Bad<T>(var fault) -> throw new AssertionError(fault.text());
    };
  }

  @Override
  public List<String> zonesOf(String source) {
    List<String> zones = new ArrayList<>();
    Optional<Zone> at = MODEL.zoneOf(source);
    while (at.isPresent()) {
      zones.add(at.get().id());
      at = at.get().parent().flatMap(MODEL::zone);
    }
    return zones;
  }

  @Override
  SiteModel model() {
    return new SiteModel(MODEL, Optional.of(policy()));
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
    History first =
        History.NONE.with(
            new History.Entry(
                History.NONE.next(OLDER.digest()),
                THEN,
                History.Cause.FIRST,
                Optional.empty(),
                List.of()));
    return first
        .with(
            new History.Entry(
                first.next(MODEL.digest()),
                THEN.plusSeconds(1),
                History.Cause.TWO_PEOPLE,
                Optional.of(new Pseudonym(1, 1)),
                List.of(new Pseudonym(2, 2))))
        .with(new History.Waiting(Digest.of(new byte[32]), THEN, History.Origin.FILE));
  }

  @Override
  public List<Issued> issued() {
    return List.of(one());
  }

  private static Issued one() {
    return new Issued(
        SERIAL,
        "client",
        "wall",
        THEN,
        THEN.plusSeconds(60),
        "ab",
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Issuing issue(Wanted wanted) {
    if (wanted.subject().isBlank()) {
      return new Issuing.Refused("the subject is blank");
    }
    int _ = issuedCount.incrementAndGet();
    return new Issuing.Made(one(), "-----BEGIN CERTIFICATE-----\n");
  }

  @Override
  public Revoking revoking(String serial, String reason) {
    return serial.equals(SERIAL)
        ? new Revoking.Request(
            new JsonObjectMaker().put("do", "revoke").put("serial", serial).make(), List.of())
        : new Revoking.Unknown();
  }

  @Override
  public Optional<byte[]> list() {
    return isThere ? Optional.of(new byte[] {0x30, 0}) : Optional.empty();
  }

  /** The disk is short. */
  private final class Telling implements NoticeView {
    private static final Notice SHORT =
        new Notice(
            NoticeKind.DISK_SHORT,
            "journal",
            Severity.CRITICAL,
            "It takes nothing more.",
            THEN,
            Notice.State.RAISED);

    @Override
    public List<Standing> open() {
      var all = new ArrayList<Standing>();
      all.add(
          new Standing(
              SHORT,
              acknowledged.stream()
                  .findFirst()
                  .map(by -> new Standing.Acknowledgement(by, THEN.plusSeconds(1))),
              1,
              List.of("control-room")));
      lockedOut.forEach(
          person -> all.add(new Standing(locked(person), Optional.empty(), 1, List.of())));
      return all;
    }

    private static Notice locked(String person) {
      return new Notice(
          NoticeKind.ACCOUNT_LOCKED,
          person,
          Severity.WARNING,
          "It is closed.",
          THEN,
          Notice.State.RAISED);
    }

    @Override
    public NoticeBoard.Acknowledging acknowledge(NoticeKey key, String by) {
      acknowledged.add(by);
      return NoticeBoard.Acknowledging.DONE;
    }
  }

  private ShredView.Planned plan(ShredView.Wanted wanted) throws IOException {
    try {
      planning.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("nobody waits for the plan any more");
    }
    return wanted.source().equals("pump1")
        ? new ShredView.Planned.Request(
            new JsonObjectMaker().put("do", "shred").put("source", wanted.source()).make(),
            List.of(),
            List.of("goes all"),
            new ShredView.Figures(
                2, 1, true, List.of(new ShredView.Period(0, 1)), 1, List.of(), 0, 0, 0, 0))
        : new ShredView.Planned.Impossible("no source is called " + wanted.source());
  }
}
