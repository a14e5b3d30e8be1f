package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cbor.Decoded;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.validation.Told;
import dev.penstock.plantmap.Observed;
import dev.penstock.plantmap.Uses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole node observed is told by its validations. */
@Timeout(300)
class NodeUsesTest {
  /** The field is read although no conduit leads there. */
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field, sources: [plc-*]}
      assets:
        - {id: filter-plc, zone: field}
      """;

  private static final String MENDED =
      PLANT + "conduits:\n  - {id: supervision, between: [control, field]}\n";

  private static final String RULED =
      MENDED
          + """
          policy:
            format: penstock-policy-1
            time-zone: UTC
            channels:
              - id: readings
                conduit: supervision
                protocol: modbus
                from: control
                to: field
                reads: allow
                rules:
                  - {id: trims, effect: allow, who: anyone, operations: write, objects: any}
          """;

  @TempDir private Path temp;
  private WatchedPlc plc;
  private boolean isTalkedTo = true;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
  }

  @AfterEach
  void stopPlc() throws IOException {
    plc.close();
  }

  private Path data() {
    return temp.resolve("data");
  }

  private Node start() throws IOException, StartException {
    return start(PLANT, Duration.ZERO);
  }

  /** With the clock of so long ago. */
  private Node start(String plant, Duration ago) throws IOException, StartException {
    String connections =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            enabled: %s
            at: {tcp: "127.0.0.1:%d", unit: 1}
            rates: {fast: 100 ms}
            points:
              - {name: level, address: "holding:10", type: uint16}
        """
            .formatted(isTalkedTo, plc.port());
    Path site = Files.writeString(temp.resolve("plant.yaml"), plant);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.NOBODY))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    Node.Machine here = Node.Machine.here();
    return Node.start(
        data(),
        settings,
        new Node.Machine(() -> Instant.now().minus(ago), here.random(), here.holder()));
  }

  private List<String> told(String... words) throws IOException {
    ControlAnswer answer = ControlClient.ask(data(), List.of(words));
    assertThat(answer).isInstanceOf(ControlAnswer.Done.class);
    return ((ControlAnswer.Done) answer).lines();
  }

  private boolean isFlowTold() throws IOException {
    return told("plant", "check").stream()
        .anyMatch(line ->
            line.startsWith(
                "Z2 error (ZCR 3.1): flow/field/control was observed in modbus, and no conduit"
                    + " joins the two: a source was heard; last at "));
  }

  @Test
  void whatWasObservedBesideTheModelIsToldUntilTheModelHasIt() throws Exception {
    try (Node node = start()) {
      TestPlant.awaitNothingInTheWay(node);
      TestPlant.await(this::isFlowTold);
      assertThat(told("plant", "check").getFirst()).isEqualTo(CheckCommand.OPEN);
      TestPlant.await(() -> Files.exists(data().resolve("notes").resolve(NodeUses.FILE)));
      Path mended = Files.writeString(temp.resolve("mended.yaml"), MENDED);
      assertThat(told("plant", "propose", mended.toString()).getFirst()).contains("is in force");
      assertThat(told("plant", "check"))
          .startsWith(CheckCommand.KEPT)
          .noneMatch(line -> line.contains("Z2"));
      assertThat(ControlClient.ask(data(), List.of("plant", "check", "file")))
          .isInstanceOf(ControlAnswer.Refused.class);
    }
  }

  /** Who asks whether a plant is as it should be must not hear yes where nobody knows. */
  @Test
  void whatIsNotKnownIsNeverCalledKept() throws Exception {
    try (Node node = start(MENDED, Duration.ZERO)) {
      LongCommand none = (_, _) -> new ControlAnswer.Refused("nothing else");
      var asked = new AtomicInteger();
      NodeMap.Observing observing =
          _ -> new Observed(Told.NOTHING, asked.incrementAndGet() > CheckCommand.LOOKS_MAX);
      var check = new CheckCommand(none, node.plant(), observing, InstantSource.system());
      assertThat(lines(check))
          .startsWith(CheckCommand.OPEN)
          .last()
          .asString()
          .startsWith("! not all is known of Z2 and Z3: ");
      assertThat(lines(check))
          .as("when all is read")
          .startsWith(CheckCommand.KEPT)
          .noneMatch(line -> line.startsWith("!"));
    }
  }

  private static List<String> lines(CheckCommand check) {
    return ((ControlAnswer.Done) check.run(List.of("check"), LongCommand.Progress.NONE)).lines();
  }

  /** That the node ran for so many days stands in the note alone. */
  @Test
  void whatIsNotedIsReadAgainAndWhatIsDamagedIsMadeAnew() throws Exception {
    ranForNinetyFiveDays();
    try (Node _ = start(RULED, Duration.ZERO)) {
      TestPlant.await(this::isRuleTold);
    }
    // In the first minutes of a day the one before is not summed up yet.
    long yesterday = LocalDate.now(ZoneOffset.UTC).toEpochDay() - 1;
    Path note = data().resolve("notes").resolve(NodeUses.FILE);
    Path _ = Files.write(note, new byte[] {1, 2, 3});
    try (Node node = start(RULED, Duration.ZERO)) {
      TestPlant.await(() ->
          Uses.decode(Files.readAllBytes(note)) instanceof Decoded.Value<Uses.Noted>(var noted)
              && noted.uses().next() >= yesterday);
      assertThat(told("plant", "check")).noneMatch(line -> line.contains("Z3"));
      TestPlant.awaitNothingInTheWay(node);
    }
  }

  private boolean isRuleTold() throws IOException {
    return told("plant", "check").stream()
        .anyMatch(line ->
            // One more where midnight has passed since the note.
            line.matches(
                "Z3 warning \\(ZCR 5\\.8\\): rule/trims is named by no decision of the"
                    + " 9[56] days.*"));
  }

  /** A version that came into force 100 days ago, and a note of whole days since. */
  private void ranForNinetyFiveDays() throws Exception {
    try (Node node = start(RULED, Duration.ofDays(100))) {
      assertThat(node.plant().active()).isPresent();
    }
    long today = LocalDate.now(ZoneOffset.UTC).toEpochDay();
    List<Long> days = LongStream.range(today - 95, today).boxed().toList();
    Path _ =
        Files.write(
            data().resolve("notes").resolve(NodeUses.FILE),
            new Uses(today, days, 0, Map.of(), Map.of()).encode(0));
  }

  /** Others would see its use, for this node asks nobody there. */
  @Test
  void aRuleForADeviceThatIsNotTalkedToIsNotTold() throws Exception {
    isTalkedTo = false;
    ranForNinetyFiveDays();
    try (Node _ = start(RULED, Duration.ZERO)) {
      TestPlant.await(() -> told("plant", "check").getFirst().equals(CheckCommand.KEPT));
      assertThat(told("plant", "check")).noneMatch(line -> line.contains("Z3"));
    }
  }

  @Test
  void aRuleThatNothingUsedIsToldAfterARestartUntilItIsAnotherRule() throws Exception {
    ranForNinetyFiveDays();
    try (Node _ = start(RULED, Duration.ZERO)) {
      TestPlant.await(this::isRuleTold);
      String same = RULED.replace("{id: control}", "{id: control, name: Control room}");
      Path renamed = Files.writeString(temp.resolve("renamed.yaml"), same);
      assertThat(told("plant", "propose", renamed.toString()).getFirst()).contains("is in force");
      assertThat(isRuleTold()).as("the rule is in force as it was").isTrue();
      String other = same.replace("objects: any", "objects: unit 1 holding 110");
      Path changed = Files.writeString(temp.resolve("changed.yaml"), other);
      assertThat(told("plant", "propose", changed.toString()).getFirst()).contains("is in force");
      assertThat(told("plant", "check")).noneMatch(line -> line.contains("Z3"));
    }
  }
}
