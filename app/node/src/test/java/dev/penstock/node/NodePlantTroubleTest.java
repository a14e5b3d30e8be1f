package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.ApprovalRequest.Difference;
import dev.penstock.access.PersonId;
import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.version.History;
import dev.penstock.reception.Hands;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import dev.penstock.web.VersionedView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plant whose disk or ledger fails, or whom somebody means ill. Req: 62443-4-2 CR 2.1 RE(4) */
class NodePlantTroubleTest {
  private static final String FIRST =
      """
      format: penstock-plant-1
      organisation: {id: works, name: Works}
      site: {id: east, name: East}
      zones:
        - {id: hall, name: Hall}
        - {id: field, name: Field, parent: hall, sources: ["plc-*"]}
      """;

  private static final String SECOND = FIRST + "  - {id: yard, name: Yard, sources: [gate]}\n";
  private static final String THIRD = FIRST + "  - {id: court, name: Court, sources: [door]}\n";
  private static final Hands HANDS =
      new Hands(
          PersonId.ofHex("0".repeat(31) + "1").orElseThrow(),
          List.of(PersonId.ofHex("0".repeat(31) + "2").orElseThrow()));

  @TempDir private Path temp;
  private final SimDisk disk = SimDisk.calm();
  private final Set<Operation.Kind> broken = EnumSet.noneOf(Operation.Kind.class);
  private final List<RecordValue> stated = new ArrayList<>();
  private boolean isLedgerLate;
  private NodePlant plant;

  @BeforeEach
  void begin() throws IOException {
    disk.watch(operation -> {
      if (broken.contains(operation.kind())) {
        throw new IOException("the disk is ill");
      }
    });
    plant = open(disk);
    Path file = Files.writeString(temp.resolve("plant.yaml"), FIRST);
    assertThat(plant.kept().begin(file)).isEmpty();
    stated.clear();
  }

  private NodePlant open(SimDisk on) {
    return NodePlant.open(on, PlantSettings.NONE, FakeClock.of(), this::state);
  }

  /** One that is late is durable in the end all the same. */
  private void state(RecordValue value) throws IOException {
    stated.add(value);
    if (isLedgerLate) {
      throw new IOException("a record was not durable in time");
    }
  }

  private Digest laid(String yaml) throws IOException {
    return switch (plant.lay(yaml.getBytes(UTF_8))) {
      case VersionedView.Laid.Kept(var model) -> model;
      case VersionedView.Laid.Unsound(var findings) ->
          throw new AssertionError(findings.toString());
    };
  }

  private VersionedView.Asking.Request asked(String yaml) throws IOException {
    return switch (plant.asking(laid(yaml))) {
      case VersionedView.Asking.Request request -> request;
      case VersionedView.Asking.Unknown _, VersionedView.Asking.InForce _ ->
          throw new AssertionError("cannot be asked for");
    };
  }

  private Json.Object request(String yaml) throws IOException {
    return asked(yaml).request();
  }

  private List<Access.Outcome> outcomes() {
    return stated.stream()
        .filter(Access.class::isInstance)
        .map(value -> ((Access) value).outcome())
        .toList();
  }

  private void mustBeAfterACrash(long number) {
    NodePlant after = open(disk.afterCrash(Fate.ALL_LOST, 5));
    assertThat(after.kept().obstacle()).isEmpty();
    assertThat(after.active().orElseThrow().version().number()).isEqualTo(number);
    assertThat(after.history().entries()).isEqualTo(plant.history().entries());
  }

  @Test
  void whatCannotBeTidiedUpDoesNotRefuseAChange() throws IOException {
    Json.Object request = request(SECOND);
    broken.add(Operation.Kind.LIST);
    assertThat(plant.kept().carryOut(request, HANDS)).contains("version 2");
    assertThat(plant.zonesOf("gate")).containsExactly("yard");
    assertThat(plant.kept().obstacle()).isEmpty();
    mustBeAfterACrash(2);
  }

  /** The name was replaced and then an error came: what is read counts, and is made durable. */
  @Test
  void aVersionThatIsKeptInSpiteOfAnErrorIsInForceAndSaidToBe() throws IOException {
    Json.Object request = request(SECOND);
    disk.failForce(At.REPLACED_NAME, ForceFailure.NOT_WRITTEN);
    assertThat(plant.kept().carryOut(request, HANDS)).contains("version 2");
    assertThat(plant.zonesOf("gate")).containsExactly("yard");
    assertThat(outcomes()).containsExactly(Access.Outcome.GRANTED);
    mustBeAfterACrash(2);
  }

  @Test
  void whatIsNotKnownIsSaidAndLookedAtBeforeTheNextAnswer() throws IOException {
    Json.Object request = request(SECOND);
    Json.Object other = request(THIRD);
    broken.add(Operation.Kind.FORCE_FOLDER);
    assertThatThrownBy(() -> plant.kept().carryOut(request, HANDS))
        .hasMessageContaining("not known");
    assertThat(plant.kept().obstacle().orElseThrow()).contains("is not known");
    broken.clear();
    assertThat(plant.history().active().orElseThrow().version().number()).isEqualTo(2);
    assertThat(plant.zonesOf("gate")).containsExactly("yard");
    assertThat(plant.kept().obstacle()).isEmpty();
    assertThatThrownBy(() -> plant.kept().carryOut(other, HANDS))
        .hasMessageContaining("another version");
    assertThat(outcomes()).containsExactly(Access.Outcome.GRANTED);
    assertThat(plant.kept().carryOut(request(THIRD), HANDS)).contains("version 3");
    mustBeAfterACrash(3);
  }

  @Test
  void aVersionThatWasNotKeptIsStatedAsNotInForce() throws IOException {
    Json.Object request = request(SECOND);
    broken.add(Operation.Kind.RENAME);
    assertThatThrownBy(() -> plant.kept().carryOut(request, HANDS))
        .hasMessageContaining("not known");
    broken.clear();
    assertThat(plant.kept().carryOut(request(THIRD), HANDS)).contains("version 2");
    assertThat(outcomes()).containsExactly(Access.Outcome.FAILED);
    assertThat(plant.zonesOf("gate")).isEmpty();
    assertThat(plant.zonesOf("door")).containsExactly("court");
    mustBeAfterACrash(2);
  }

  /** The record became durable after nobody waited any more. */
  @Test
  void aLedgerThatIsAheadIsToldBeforeTheNextVersion() throws IOException {
    Json.Object request = request(SECOND);
    isLedgerLate = true;
    assertThatThrownBy(() -> plant.kept().carryOut(request, HANDS)).hasMessageContaining("in time");
    assertThat(plant.active().orElseThrow().version().number()).isEqualTo(1);
    isLedgerLate = false;
    stated.clear();
    assertThat(plant.kept().carryOut(request, HANDS)).contains("version 2");
    assertThat(stated).hasSize(2);
    assertThat(outcomes()).containsExactly(Access.Outcome.FAILED);
    assertThat(stated.getFirst()).isInstanceOf(Access.class);
  }

  @Test
  void manyHarmlessChangesDoNotHideOneOfASource() throws IOException {
    var yaml = new StringBuilder(FIRST.replace("plc-*", "*"));
    for (int i = 0; i < 400; i++) {
      yaml.append("  - {id: a").append(i).append("}\n");
    }
    List<Difference> diff = asked(yaml.toString()).diff();
    assertThat(diff.getFirst().path()).isEqualTo("zones[field].sources[*]");
    assertThat(diff.get(1).path()).isEqualTo("zones[field].sources[plc-*]");
    assertThat(diff.getLast().after()).startsWith("147 more changes: 147 of anything else;");
  }

  @Test
  void sourcesThatAreLeftOutAreCountedByThemselves() throws IOException {
    var yaml = new StringBuilder(FIRST);
    for (int i = 0; i < 300; i++) {
      yaml.append("  - {id: a").append(i).append(", sources: [s").append(i).append("]}\n");
    }
    assertThat(asked(yaml.toString()).diff().getLast().after())
        .startsWith("345 more changes: 45 of sources or parents, 300 of anything else;");
  }

  @Test
  void whatPeopleAreAskedAboutIsNotForgotten() throws IOException {
    List<Json.Object> open = new ArrayList<>(List.of(request(SECOND)));
    plant.kept().keepWhatIsAsked(() -> open);
    for (int i = 0; i < 2 * History.WAITING_MAX; i++) {
      Digest _ = laid(SECOND.replace("Yard", "Yard " + i));
    }
    assertThat(plant.history().waiting()).hasSize(History.WAITING_MAX);
    for (History.Waiting one : plant.history().waiting()) {
      if (plant.asking(one.model()) instanceof VersionedView.Asking.Request request) {
        open.add(request.request());
      }
    }
    assertThat(plant.lay(THIRD.getBytes(UTF_8))).isInstanceOf(VersionedView.Laid.Unsound.class);
    assertThat(plant.kept().carryOut(open.getFirst(), HANDS)).contains("version 2");
    assertThat(plant.lay(THIRD.getBytes(UTF_8))).isInstanceOf(VersionedView.Laid.Kept.class);
  }

  @Test
  void namesInNoZoneTakeNoRoomAndTheOldestGoes() {
    var names = new ZoneNames();
    names.remember("nowhere", List.of());
    names.remember("x".repeat(1_000), List.of("hall"));
    assertThat(names.size()).isZero();
    names.remember("plc-1", List.of("field", "hall"));
    names.remember("plc-2", List.of("hall"));
    assertThat(names.zonesOf("plc-1").orElseThrow()).containsExactly("field", "hall");
    for (int i = 0; i < ZoneNames.NAMES_MAX - 1; i++) {
      names.remember("other-" + i, List.of("hall"));
    }
    assertThat(names.size()).isEqualTo(ZoneNames.NAMES_MAX);
    assertThat(names.zonesOf("plc-1")).as("asked for since").isPresent();
    assertThat(names.zonesOf("plc-2")).as("the oldest").isEmpty();
  }
}
