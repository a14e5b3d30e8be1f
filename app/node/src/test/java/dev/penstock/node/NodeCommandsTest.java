package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.PersonId;
import dev.penstock.cbor.CborWriter;
import dev.penstock.commanding.Asker;
import dev.penstock.commanding.Phase;
import dev.penstock.commanding.Standing;
import dev.penstock.commanding.Taken;
import dev.penstock.commanding.Wish;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.driving.supervision.LinkState;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.framesmodbus.Request;
import dev.penstock.json.Json;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.reception.Hands;
import dev.penstock.web.CommandView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands at a whole node, to a device on loopback. Req: 62443-4-2 CR 2.1, NDR 5.2 */
@Timeout(300)
class NodeCommandsTest {
  private static final String POLICY =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field}
        - {id: dmz}
      conduits:
        - {id: supervision, between: [control, field]}
      assets:
        - {id: filter-plc, zone: field}
      policy:
        format: penstock-policy-1
        time-zone: Europe/Stockholm
        channels:
          - id: readings
            conduit: supervision
            protocol: modbus
            from: control
            to: field
            reads: allow
            rules:
              - id: set-points
                effect: allow
                who: ["service:*", node-user]
                operations: write
                objects: unit 1 holding 110
                values: 0..400
              - id: seldom
                effect: allow
                who: known
                operations: write
                objects: unit 1 holding 111
                rate: 1 per day
              - id: long-ago
                effect: allow
                who: known
                operations: write
                objects: unit 1 holding 112
                until: 2020-01-01
              - id: backwash
                effect: two-people
                who: known
                operations: write
                objects: unit 1 holding 113
              - id: level
                effect: allow
                who: known
                operations: write
                objects: unit 1 holding 10
      """;

  private static final Asker PROGRAM = asker("control", "service:hmi");
  private static final PersonId ADA = PersonId.ofHex("0".repeat(31) + "1").orElseThrow();
  private static final PersonId BO = PersonId.ofHex("0".repeat(31) + "2").orElseThrow();

  @TempDir private Path temp;
  private WatchedPlc plc;

  /** More of what is said about the device. */
  private String spared = "";

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    plc.setRegister(10, 500);
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private static Asker asker(String zone, String identity) {
    return new Asker(Optional.of(zone), identity, "127.0.0.1", Optional.empty());
  }

  private Path data() {
    return temp.resolve("data");
  }

  private String connections() {
    return """
    format: penstock-connections-1
    devices:
      - id: plc-1
        protocol: modbus
        asset: filter-plc
        at: {tcp: "127.0.0.1:%d", unit: 1, answer-limit: 3 s%s}
        rates: {fast: 100 ms}
        points:
          - name: level
            address: "holding:10"
            type: uint16
            scaling: {raw-low: 0, raw-high: 1000, low: 0, high: 10, beyond: clamped}
            writable: true
            limits: {low: 0, high: 9}
          - {name: set-point, address: "holding:110", type: uint16, writable: true}
          - {name: seldom, address: "holding:111", type: uint16, writable: true}
          - {name: closed, address: "holding:112", type: uint16, writable: true}
          - {name: backwash, address: "holding:113", type: uint16, writable: true}
          - {name: other, address: "holding:114", type: uint16, writable: true}
          - {name: read-only, address: "holding:110", type: uint16}
          - {name: apart, address: "holding:118", type: uint16}
    """
        .formatted(plc.port(), spared);
  }

  private Node start() throws Exception {
    return start(Node.Machine.here());
  }

  private Node start(Node.Machine machine) throws Exception {
    Path site = Files.writeString(temp.resolve("plant.yaml"), POLICY);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections());
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    Node node = Node.start(data(), settings, machine);
    boolean isRunning = false;
    try {
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .anyMatch(each -> each.figures().link().state() instanceof LinkState.Running));
      isRunning = true;
      return node;
    } finally {
      if (!isRunning) {
        node.close();
      }
    }
  }

  private static Wish wish(Asker asker, String point, double value, Optional<Instant> until) {
    return new Wish(
        asker,
        Optional.empty(),
        "plc-1",
        point,
        value == Math.rint(value) ? new Scalar.Whole((long) value) : new Scalar.Real(value),
        until);
  }

  private static Taken take(Node node, Asker asker, String point, double value) {
    return node.gateway()
        .links()
        .commands()
        .take(wish(asker, point, value, Optional.empty()), _ -> {});
  }

  private static Standing carried(Node node, Asker asker, String point, double value)
      throws Exception {
    var over = new CompletableFuture<Standing>();
    Taken taken =
        node.gateway()
            .links()
            .commands()
            .take(
                wish(asker, point, value, Optional.empty()),
                standing -> {
                  boolean _ = over.complete(standing);
                });
    assertThat(taken).isInstanceOf(Taken.Accepted.class);
    return over.get(60, TimeUnit.SECONDS);
  }

  private static Taken.Why why(Taken taken) {
    assertThat(taken).isInstanceOf(Taken.Refused.class);
    return ((Taken.Refused) taken).why();
  }

  private static <T extends RecordValue> List<T> of(Node node, Class<T> kind) throws IOException {
    return NodeRecords.of(node, kind);
  }

  private static boolean isRead(Node node, String point, double value) throws IOException {
    List<SealedRecord> all = NodeRecords.all(node);
    return all.stream()
        .filter(each ->
            each.record().value() instanceof DictionaryEntry entry && entry.name().equals(point))
        .anyMatch(name ->
            all.stream()
                .anyMatch(each ->
                    each.record().value() instanceof Sample(SampleValue.One(Scalar.Real(var real)))
                        && real == value
                        && Objects.equals(each.record().point(), name.record().point())));
  }

  private static void assertRefused(ThrowingCallable call, String text) {
    assertThatThrownBy(call).isInstanceOf(IOException.class).hasMessageContaining(text);
  }

  @Test
  void whatIsAllowedReachesTheDeviceByItsScalingAndIsReadBack() throws Exception {
    try (Node node = start()) {
      assertThat(carried(node, PROGRAM, "level", 7.5).phase()).isEqualTo(Phase.DONE);
      assertThat(plc.written()).containsExactly(Map.entry(10, 750));
      TestPlant.await(() -> isRead(node, "level", 7.5));
      TestPlant.await(() -> !of(node, CommandResult.class).isEmpty());
      assertThat(of(node, CommandRequested.class))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.rule()).isEqualTo("level");
            assertThat(each.argument()).isEqualTo(SampleValue.of(750L));
          });
      assertThat(of(node, CommandDispatched.class))
          .singleElement()
          .satisfies(each -> assertThat(each.endpoint()).startsWith("plc-1 127.0.0.1:"));
      assertThat(of(node, CommandResult.class))
          .singleElement()
          .satisfies(each -> assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.DONE));
    }
  }

  @Test
  void aDeviceIsSparedTheAddressesAndFunctionsThatItsSettingsSay() throws Exception {
    spared = ", holes: \"holding:115..117, 2/coil:1\", writes-by-multiple: yes";
    try (Node node = start()) {
      assertThat(carried(node, PROGRAM, "set-point", 7).phase()).isEqualTo(Phase.DONE);
      assertThat(plc.written()).containsExactly(Map.entry(110, 7));
      TestPlant.await(() ->
          plc.asked().stream()
              .anyMatch(each -> each instanceof Request.Read read && read.address() == 118));
      assertThat(plc.asked())
          .anyMatch(Request.WriteMultipleRegisters.class::isInstance)
          .noneMatch(Request.WriteSingleRegister.class::isInstance)
          .anyMatch(each -> each instanceof Request.Read read && read.address() == 110)
          .noneMatch(each ->
              each instanceof Request.Read read
                  && read.address() <= 117
                  && read.address() + read.quantity() > 115);
      TestPlant.await(() -> !of(node, CommandDispatched.class).isEmpty());
      assertThat(of(node, CommandDispatched.class))
          .singleElement()
          .satisfies(each -> assertThat(each.endpoint()).startsWith("plc-1 127.0.0.1:"));
    }
  }

  /** Req: 62443-4-2 NDR 5.2 */
  @Test
  void zonesObjectsValuesRatesTimesAndLimitsKeepTheRestOut() throws Exception {
    try (Node node = start()) {
      assertThat(why(take(node, asker("dmz", "service:hmi"), "set-point", 7)))
          .as("another zone")
          .isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, asker("control", "mqtt:hmi"), "set-point", 7)))
          .as("another identity")
          .isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "other", 7))).as("object").isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "set-point", 401)))
          .as("range")
          .isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "closed", 7))).as("time").isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "level", 9.5))).as("limit").isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "read-only", 7))).isEqualTo(Taken.Why.DENIED);
      assertThat(why(take(node, PROGRAM, "nothing", 7))).isEqualTo(Taken.Why.UNKNOWN_POINT);
      assertThat(why(take(node, PROGRAM, "backwash", 7)))
          .as("a program is no second person")
          .isEqualTo(Taken.Why.DENIED);
      assertThat(carried(node, PROGRAM, "seldom", 1).phase()).isEqualTo(Phase.DONE);
      assertThat(why(take(node, PROGRAM, "seldom", 2))).as("rate").isEqualTo(Taken.Why.DENIED);
      assertThat(plc.written()).containsExactly(Map.entry(111, 1));
      TestPlant.await(() ->
          of(node, PolicyDecision.class).stream()
                  .filter(each -> each.decision() != PolicyDecision.Decision.ALLOW)
                  .map(each -> each.details().values().get("cause"))
                  .distinct()
                  .count()
              >= 4);
      TestPlant.await(() -> !of(node, CommandResult.class).isEmpty());
      assertThat(of(node, CommandDispatched.class)).hasSize(1);
    }
  }

  @Test
  void whatIsLateIsNotSent() throws Exception {
    try (Node node = start()) {
      var late = wish(PROGRAM, "set-point", 7, Optional.of(Instant.now().minusMillis(1)));
      assertThat(why(node.gateway().links().commands().take(late, _ -> {})))
          .isEqualTo(Taken.Why.LATE);
      assertThat(plc.written()).isEmpty();
    }
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void whatTakesTwoPeopleReachesTheDeviceWhenASecondAgreed() throws Exception {
    try (Node node = start()) {
      var commanding = new NodeCommanding(node.gateway().links().commands());
      Asker ada =
          new Asker(
              Optional.of("control"),
              "person:" + ADA.hex(),
              "127.0.0.1",
              Optional.of(ByteString.of(ADA.value().toArray())));
      Taken taken = take(node, ada, "backwash", 1);
      assertThat(taken).isInstanceOf(Taken.TwoPeople.class);
      CommandView.Asking asking = commanding.asking((Taken.TwoPeople) taken);
      assertRefused(
          () -> {
            String _ = commanding.carryOut(asking.request(), new Hands(ADA, List.of()));
          },
          "two people");
      assertRefused(
          () -> {
            String _ = commanding.carryOut(Json.EMPTY, new Hands(ADA, List.of(BO)));
          },
          "not a request");
      assertThat(plc.written()).isEmpty();
      assertThat(commanding.carryOut(asking.request(), new Hands(ADA, List.of(BO))))
          .startsWith("done");
      assertThat(plc.written()).containsExactly(Map.entry(113, 1));
      TestPlant.await(() -> !of(node, CommandRequested.class).isEmpty());
      assertThat(of(node, CommandRequested.class).getFirst())
          .satisfies(each -> {
            assertThat(each.requestedBy()).isEqualTo(ByteString.of(ADA.value().toArray()));
            assertThat(each.approvedBy()).containsExactly(ByteString.of(BO.value().toArray()));
            assertThat(each.rule()).isEqualTo("backwash");
          });
    }
  }

  @Test
  void ofADeviceThatDoesNotAnswerNobodyKnowsAndItIsAskedOnce() throws Exception {
    try (Node node = start()) {
      assertThat(carried(node, PROGRAM, "level", 7.5).phase()).isEqualTo(Phase.DONE);
      assertThat(why(take(node, PROGRAM, "set-point", 401))).isEqualTo(Taken.Why.DENIED);
      plc.mute();
      assertThat(carried(node, PROGRAM, "set-point", 7).phase()).isEqualTo(Phase.UNKNOWN);
      assertThat(StatusLines.of(node))
          .contains("commands    2 given, 1 done, 1 denied, 1 unknown, 0 under way");
      TestPlant.await(() -> of(node, CommandResult.class).size() == 2);
      assertThat(of(node, CommandResult.class).getLast().outcome())
          .isEqualTo(CommandResult.Outcome.OUTCOME_UNKNOWN);
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .anyMatch(each ->
                  each.figures().link().sessions() >= 2
                      && each.figures().link().state() instanceof LinkState.Running));
      assertThat(plc.written())
          .as("sent once")
          .containsExactly(Map.entry(10, 750), Map.entry(110, 7));
    }
  }

  @Test
  void ofADeviceThatIsGoneItIsSaidThatNothingWasSent() throws Exception {
    try (Node node = start()) {
      plc.close();
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .anyMatch(each -> each.figures().link().state() instanceof LinkState.Waiting));
      assertThat(carried(node, PROGRAM, "set-point", 7).phase()).isEqualTo(Phase.NOT_SENT);
    }
  }

  /** Req: 62443-4-2 CR 2.10 */
  @Test
  void aResultForWhichThereIsNoRoomIsRecordedByTheNextRun() throws Exception {
    var disk = new IllDisk();
    var machine =
        new Node.Machine(
            InstantSource.system(), System::nanoTime, new SecureRandom(), "a test", disk);
    Standing done;
    try (Node node = start(machine)) {
      plc.whenWritten = () -> disk.isFull = name -> name.startsWith("journal/");
      done = carried(node, PROGRAM, "set-point", 7);
      assertThat(done.phase()).as("who asked learns it all the same").isEqualTo(Phase.DONE);
      plc.whenWritten = () -> {};
    }
    disk.isFull = _ -> false;
    try (Node node = start(machine)) {
      TestPlant.await(() -> !of(node, CommandResult.class).isEmpty());
      assertThat(of(node, CommandResult.class))
          .singleElement()
          .satisfies(each -> {
            assertThat(each.command()).isEqualTo(done.id());
            assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.DONE);
          });
      assertThat(plc.written()).containsExactly(Map.entry(110, 7));
    }
    try (Node node = start(machine)) {
      TestPlant.await(() -> of(node, Boot.class).size() == 3);
      assertThat(of(node, CommandResult.class)).as("and not again").hasSize(1);
    }
  }

  /** Req: 62443-4-2 CR 2.1 RE(4) */
  @Test
  void nobodyAgreesToADeviceThatIsAnotherBehindTheSameName() throws Exception {
    try (Node node = start();
        WatchedPlc other = new WatchedPlc()) {
      var commanding = new NodeCommanding(node.gateway().links().commands());
      Asker ada =
          new Asker(
              Optional.of("control"),
              "person:" + ADA.hex(),
              "127.0.0.1",
              Optional.of(ByteString.of(ADA.value().toArray())));
      CommandView.Asking asking =
          commanding.asking((Taken.TwoPeople) take(node, ada, "backwash", 1));
      assertThat(asking.request().text("device").orElseThrow())
          .isEqualTo("plc-1 127.0.0.1:" + plc.port());
      Device before = node.gateway().links().devices().getFirst().device();
      Map<String, String> at = new HashMap<>(before.at());
      String _ = at.put("tcp", "127.0.0.1:" + other.port());
      var after =
          new Device(
              before.id(),
              before.name(),
              before.protocol(),
              before.asset(),
              true,
              at,
              before.rates(),
              before.points());
      node.gateway().links().connections(new Connections(List.of(after), List.of(), List.of()));
      TestPlant.await(() ->
          node.gateway().links().devices().stream()
              .anyMatch(each ->
                  each.device().equals(after)
                      && each.figures().link().state() instanceof LinkState.Running));
      assertRefused(
          () -> {
            String _ = commanding.carryOut(asking.request(), new Hands(ADA, List.of(BO)));
          },
          "denied: not sent: the device or the point is not the one that was agreed to");
      assertThat(plc.written()).isEmpty();
      assertThat(other.written()).isEmpty();
    }
  }

  /** As a crash leaves it: docs/formats/notes.md. Req: 62443-4-2 CR 2.12 */
  @Test
  void whatACrashLeftIsToldAndNeverSent() throws Exception {
    try (Node node = start()) {
      assertThat(node.gateway().links().commands().remarks()).isEmpty();
    }
    ByteString requested =
        ByteString.of(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    ByteString dispatched =
        ByteString.of(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2});
    long soon = Instant.now().plus(Duration.ofMinutes(1)).toEpochMilli();
    var out = new CborWriter(256);
    out.array(2);
    out.unsigned(1);
    out.array(2);
    for (ByteString id : List.of(requested, dispatched)) {
      out.array(5);
      out.bytes(id.bytes());
      out.bytes(new byte[8]);
      out.unsigned(id.equals(requested) ? 2 : 3);
      out.unsigned(soon);
      out.unsigned(soon + 3_600_000);
    }
    Path _ = Files.write(data().resolve("notes/commands"), out.toByteArray());
    try (Node node = start()) {
      assertThat(node.gateway().links().commands().remarks()).hasSize(2);
      TestPlant.await(() -> of(node, CommandResult.class).size() == 2);
      assertThat(of(node, CommandResult.class))
          .anySatisfy(each -> {
            assertThat(each.command()).isEqualTo(requested);
            assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.FAILED);
          })
          .anySatisfy(each -> {
            assertThat(each.command()).isEqualTo(dispatched);
            assertThat(each.outcome()).isEqualTo(CommandResult.Outcome.OUTCOME_UNKNOWN);
          });
      assertThat(node.gateway().links().commands().standing(dispatched).orElseThrow().phase())
          .isEqualTo(Phase.UNKNOWN);
      assertThat(plc.written()).isEmpty();
    }
    try (Node node = start()) {
      assertThat(node.gateway().links().commands().remarks()).as("told once").isEmpty();
    }
    Path _ = Files.write(data().resolve("notes/commands"), new byte[] {1, 2, 3});
    try (Node node = start()) {
      TestPlant.await(
          () -> node.obstacles().stream().anyMatch(each -> each.startsWith("no command is taken")));
      assertThat(why(take(node, PROGRAM, "set-point", 7))).isEqualTo(Taken.Why.UNRECORDED);
    }
  }

  @Test
  void whoRunsTheNodeGivesCommandsToo() throws Exception {
    try (Node node = start()) {
      ControlAnswer done =
          ControlClient.ask(
              data(), List.of("command", "write", "plc-1", "set-point", "12", "wait"));
      assertThat(done)
          .isInstanceOfSatisfying(
              ControlAnswer.Done.class,
              answer ->
                  assertThat(answer.lines().getFirst()).contains("done", "plc-1/set-point = 12"));
      String id = ((ControlAnswer.Done) done).lines().getFirst().split(" +", -1)[1];
      assertThat(ControlClient.ask(data(), List.of("command", "show", id)))
          .isInstanceOf(ControlAnswer.Done.class);
      assertThat(
              ControlClient.ask(
                  data(), List.of("command", "write", "plc-1", "set-point", "999", "wait")))
          .isInstanceOfSatisfying(
              ControlAnswer.Refused.class,
              refused -> assertThat(refused.reason()).startsWith("denied: the policy"));
      assertThat(ControlClient.ask(data(), List.of("command", "show", "x")))
          .isInstanceOf(ControlAnswer.Refused.class);
      assertThat(plc.written()).containsExactly(Map.entry(110, 12));
      assertThat(node.gateway().links().commands().counts().orElseThrow().sent()).isEqualTo(1);
    }
  }
}
