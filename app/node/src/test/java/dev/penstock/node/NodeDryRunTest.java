package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.Change;
import dev.penstock.conduit.dryrun.Change.Certainty;
import dev.penstock.conduit.dryrun.Outcome;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import dev.penstock.plantmap.dryrun.Tried;
import dev.penstock.web.DryRunView;
import dev.penstock.web.VersionedView.Laid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a whole node recorded is asked of another policy. */
@Timeout(300)
class NodeDryRunTest {
  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: control}
        - {id: field, sources: [plc-*]}
        - {id: dmz}
      conduits:
        - {id: supervision, between: [control, field]}
        - {id: aside, between: [dmz, field]}
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
                who: anyone
                operations: write
                objects: unit 1 holding 110
      """;

  /** The same, with what passed denied and what was denied allowed. */
  private static final String OTHER =
      PLANT.replace("set-points", "other-points").replace("holding 110", "holding 120..129");

  @TempDir private Path temp;
  private WatchedPlc plc;

  private ProxyPort controlPort;
  private ProxyPort dmzPort;

  @BeforeEach
  void startPlc() throws IOException {
    plc = new WatchedPlc();
    controlPort = new ProxyPort();
    dmzPort = new ProxyPort();
  }

  @AfterEach
  void stopPlc() {
    plc.close();
  }

  private Node start() throws IOException, StartException {
    String connections =
        """
        format: penstock-connections-1
        devices:
          - id: plc-1
            protocol: modbus
            asset: filter-plc
            at: {tcp: "127.0.0.1:%d", unit: 1}
            rates: {fast: 100 ms}
            points:
              - {name: level, address: "holding:10", type: uint16}
        proxies:
          - {id: to-filter, listen: "127.0.0.1:%d", from-zone: control, to: plc-1}
          - {id: aside, listen: "127.0.0.1:%d", from-zone: dmz, to: plc-1}
        """
            .formatted(plc.port(), controlPort.number(), dmzPort.number());
    Path site = Files.writeString(temp.resolve("plant.yaml"), PLANT);
    Path links = Files.writeString(temp.resolve("connections.yaml"), connections);
    NodeSettings settings =
        TestPlant.settings(TestPlant.ORIGIN)
            .with(new PlantSettings(Optional.of(site), Agreement.SECOND_PERSON))
            .with(new GatewaySettings(Optional.of("control"), Optional.of(links), Map.of()));
    return Node.start(temp.resolve("data"), settings, Node.Machine.here());
  }

  private static long nanos(Instant at) {
    return at.getEpochSecond() * 1_000_000_000L;
  }

  private static Tried look(DryRunView runs, Digest model) throws IOException {
    Instant end = Instant.now().plusSeconds(60);
    long to = nanos(end);
    return runs.look(model, to - Duration.ofHours(1).toNanos(), to).orElseThrow().tried();
  }

  private static Digest lay(Node node, String plant) throws IOException {
    return node.plant().lay(plant.getBytes(StandardCharsets.UTF_8)) instanceof Laid.Kept(var kept)
        ? kept
        : Digest.of(new byte[0]);
  }

  @Test
  void anotherPolicyIsAskedAboutWhatPassedAndWhatWasDenied() throws Exception {
    try (Node node = start()) {
      TestPlant.awaitNothingInTheWay(node);
      TestPlant.await(() -> node.gateway().links().proxies().size() == 2);
      assertThat(controlPort.ask("06006e0007")).isEqualTo("06006e0007");
      assertThat(controlPort.ask("0600780008")).startsWith("86");
      assertThat(dmzPort.ask("06006e0009")).startsWith("86");
      DryRunView runs = node.dryRuns();
      Digest other = lay(node, OTHER);
      TestPlant.await(() -> look(runs, other).outcome().tally().looked() == 3);
      Tried tried = look(runs, other);
      assertThat(tried.isRead()).isTrue();
      Outcome outcome = tried.outcome();
      assertThat(outcome.tally().nowDenied()).isEqualTo(1);
      assertThat(outcome.tally().nowPassing()).isEqualTo(1);
      assertThat(outcome.tally().unknown() + outcome.tally().notToldApart()).isZero();
      Change denied = outcome.changes().getFirst();
      assertThat(denied.certainty()).isEqualTo(Certainty.SURE);
      assertThat(denied.before().rule()).contains("set-points");
      assertThat(denied.after().verdicts()).containsExactly(Verdict.DENY);
      assertThat(denied.bounds().text()).isEqualTo("unit 1 holding 110");
      // The record is where it is said to be.
      var place = denied.examples().getFirst().place();
      assertThat(
              node.projections()
                  .records()
                  .at(new RecordPlace(place.entry(), place.record()))
                  .orElseThrow()
                  .record()
                  .value())
          .isInstanceOfSatisfying(
              PolicyDecision.class,
              record -> assertThat(record.object()).isEqualTo("unit 1 holding 110"));
      Change passing = outcome.changes().getLast();
      assertThat(passing.after().rule()).contains("other-points");
      assertThat(outcome.within(zone -> zone.equals("dmz")).changes()).isEmpty();
      assertThat(outcome.within(zone -> zone.equals("dmz")).tally().looked()).isEqualTo(1);
      assertThat(outcome.within(zone -> zone.equals("control")).changes()).hasSize(2);
      Digest same = node.plant().active().orElseThrow().version().model();
      assertThat(look(runs, same).outcome().isSame()).isTrue();
      assertThat(runs.look(Digest.of(new byte[Digest.BYTES]), 0, 1)).isEmpty();
      theNodesUserAsksByTheCommand();
    }
  }

  private void theNodesUserAsksByTheCommand() throws IOException {
    Path other = Files.writeString(temp.resolve("other.yaml"), OTHER);
    List<String> said = done(List.of("plant", "dryrun", other.toString(), "-", "-", "text"));
    assertThat(said.getFirst()).isEqualTo(DryRunCommand.OTHERWISE);
    assertThat(said)
        .anyMatch(line -> line.contains("3 requests on record"))
        .anyMatch(line -> line.contains("allow (rule set-points) -> deny (no-rule)"));
    List<String> json = done(List.of("plant", "dryrun", other.toString(), "-", "-", "json"));
    assertThat(json).hasSize(2);
    assertThat(json.getLast()).contains("\"nowDenied\":1", "\"rule\":\"other-points\"");
    Path same = Files.writeString(temp.resolve("same.yaml"), PLANT);
    assertThat(done(List.of("plant", "dryrun", same.toString(), "-", "-", "text")).getFirst())
        .isEqualTo(DryRunCommand.SAME);
    Path broken = Files.writeString(temp.resolve("broken.yaml"), PLANT.replace("dmz", "DMZ"));
    assertThat(refused(List.of("plant", "dryrun", broken.toString(), "-", "-", "text")))
        .contains("broken.yaml");
    String tooLong = "2026-01-01T00:00:00Z";
    assertThat(refused(List.of("plant", "dryrun", other.toString(), tooLong, "-", "text")))
        .contains("at most 7 days");
    assertThat(refused(List.of("plant", "dryrun", other.toString(), "yesterday", "-", "text")))
        .contains("2026-03-03T10:00:00Z");
  }

  private List<String> done(List<String> words) throws IOException {
    return ControlClient.ask(temp.resolve("data"), words) instanceof ControlAnswer.Done(var lines)
        ? lines
        : List.of("refused");
  }

  private String refused(List<String> words) throws IOException {
    return ControlClient.ask(temp.resolve("data"), words) instanceof ControlAnswer.Refused(var why)
        ? why
        : "done";
  }
}
