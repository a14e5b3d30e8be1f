package dev.penstock.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.PersonId;
import dev.penstock.conduit.site.SiteModel;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.Configuration;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.json.Json;
import dev.penstock.merkle.Digest;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Zone;
import dev.penstock.plant.version.History;
import dev.penstock.plant.version.ModelVersion;
import dev.penstock.reception.Hands;
import dev.penstock.testkit.FakeClock;
import dev.penstock.web.VersionedView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of a plant as a node keeps them. Req: 62443-4-2 CR 2.1 RE(4) */
class NodePlantTest {
  private static final String FIRST =
      """
      format: penstock-plant-1
      organisation: {id: works, name: Works}
      site: {id: east, name: East}
      zones:
        - {id: hall, name: Hall}
        - {id: field, name: Field, parent: hall, sources: ["plc-*"]}
      """;

  /** Of the bytes of {@link #FIRST} in its own format, as a node before the second one told it. */
  private static final String FIRST_DIGEST =
      "ebb0738c18806ee20ca680444261d196590724f4bb0d7cd75855d02e3aea3d97";

  private static final String SECOND = FIRST + "  - {id: yard, name: Yard, sources: [gate]}\n";
  private static final PersonId ADA = PersonId.ofHex("0".repeat(31) + "1").orElseThrow();
  private static final PersonId BO = PersonId.ofHex("0".repeat(31) + "2").orElseThrow();

  @TempDir private Path temp;
  private final FakeClock clock = FakeClock.at(Instant.parse("2026-11-22T12:00:00Z"));
  private final List<RecordValue> stated = new ArrayList<>();
  private boolean isLedgerFull;
  private Path room;
  private Path file;

  @BeforeEach
  void makeRoom() throws IOException {
    room = Files.createDirectory(temp.resolve("plant"));
    file = Files.writeString(temp.resolve("plant.yaml"), FIRST);
  }

  private NodePlant open(PlantSettings settings) throws IOException {
    return NodePlant.open(FileStorage.open(room), settings, clock, this::state);
  }

  private NodePlant open() throws IOException {
    return open(PlantSettings.NONE);
  }

  private void state(RecordValue value) throws IOException {
    if (isLedgerFull) {
      throw new IOException("the journal is full");
    }
    stated.add(value);
  }

  private NodePlant begun() throws IOException {
    NodePlant plant = open();
    assertThat(plant.kept().begin(file)).isEmpty();
    return plant;
  }

  private KeptFiles<SiteModel> files() throws IOException {
    return new KeptFiles<>(new SiteKind(), FileStorage.open(room));
  }

  private SiteModel site(String yaml) throws IOException {
    return switch (files().read(yaml.getBytes(UTF_8))) {
      case KeptKind.Read.Sound<SiteModel>(var site) -> site;
      case KeptKind.Read.Unsound<SiteModel>(var findings) ->
          throw new AssertionError(findings.toString());
    };
  }

  private static Digest laid(NodePlant plant, String yaml) throws IOException {
    return switch (plant.lay(yaml.getBytes(UTF_8))) {
      case VersionedView.Laid.Kept(var model) -> model;
      case VersionedView.Laid.Unsound(var findings) ->
          throw new AssertionError(findings.toString());
    };
  }

  private static Json.Object request(NodePlant plant, Digest model) throws IOException {
    return switch (plant.asking(model)) {
      case VersionedView.Asking.Request(var _, var request, var _, var _) -> request;
      case VersionedView.Asking.Unknown _, VersionedView.Asking.InForce _ ->
          throw new AssertionError("cannot be asked for");
    };
  }

  private List<Configuration.Action> actions() {
    return stated.stream().map(value -> ((Configuration) value).action()).toList();
  }

  @Test
  void theFirstModelIsInForceAtOnceAndStated() throws IOException {
    NodePlant plant = begun();
    assertThat(plant.zonesOf("plc-1")).containsExactly("field", "hall");
    assertThat(plant.zonesOf("other")).isEmpty();
    assertThat(plant.active().orElseThrow().version().number()).isEqualTo(1);
    assertThat(actions()).containsExactly(Configuration.Action.CREATED);
    assertThat(plant.history().active().orElseThrow().cause()).isEqualTo(History.Cause.FIRST);
    NodePlant again = open();
    assertThat(again.zonesOf("plc-1")).containsExactly("field", "hall");
    assertThat(again.kept().begin(file)).isEmpty();
    assertThat(stated).hasSize(1);
  }

  /** A folder of before the second format: its versions stay what people agreed to. */
  @Test
  void aModelOfAnOlderFormatKeepsItsDigestAndTheFirstChangeIsInTheNewest() throws IOException {
    var files = new KeptFiles<>(new SiteKind(), FileStorage.open(room));
    SiteModel old = site(FIRST);
    assertThat(VersionRecords.hex(old.digest())).isEqualTo(FIRST_DIGEST);
    files.keep(old);
    var entry =
        new History.Entry(
            ModelVersion.first(old.plant()),
            clock.instant(),
            History.Cause.FIRST,
            Optional.empty(),
            List.of());
    files.keep(History.NONE.with(entry));
    Path kept = room.resolve(FIRST_DIGEST + ".yaml");
    String before = Files.readString(kept);

    NodePlant plant = open();
    assertThat(plant.kept().begin(file))
        .as("the file of the settings is the model in force")
        .isEmpty();
    assertThat(plant.active().orElseThrow().model().plant().format()).isEqualTo(PlantFormat.ONE);
    assertThat(plant.zonesOf("plc-1")).containsExactly("field", "hall");
    assertThat(plant.history().entries()).containsExactly(entry);

    Digest next = laid(plant, SECOND);
    String _ = plant.kept().carryOut(request(plant, next), new Hands(ADA, List.of(BO)));
    assertThat(plant.active().orElseThrow().model().plant().format()).isEqualTo(PlantFormat.TWO);
    assertThat(Files.readString(room.resolve(VersionRecords.hex(next) + ".yaml")))
        .startsWith("format: penstock-plant-2");
    assertThat(Files.readString(kept)).isEqualTo(before).startsWith("format: penstock-plant-1");
    Path _ = Files.writeString(file, SECOND);
    assertThat(open().kept().begin(file)).as("an older file of the same plant").isEmpty();
    String _ = plant.kept().carryOut(request(plant, old.digest()), new Hands(ADA, List.of(BO)));
    assertThat(plant.active().orElseThrow().model()).as("the way back").isEqualTo(old);
    assertThat(open().active().orElseThrow().model()).isEqualTo(old);
  }

  /** Else it would be in force until the next start, which could not read it. */
  @Test
  void aModelThatWouldNotBeReadAgainIsNotKept() throws IOException {
    SiteModel model = site(FIRST);
    int size = files().write(model).length;
    var small = new KeptFiles<>(new SiteKind(), FileStorage.open(room), size - 1);
    assertThatThrownBy(() -> small.keep(model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has " + size + " bytes");
    assertThat(small.file(model.digest())).isEmpty();
    var wide = new KeptFiles<>(new SiteKind(), FileStorage.open(room), size);
    wide.keep(model);
    assertThat(wide.model(model.digest())).contains(model);
  }

  @Test
  void aPolicyComesIntoForceWithItsPlantAndIsShownToWhoAgrees() throws IOException {
    NodePlant plant = begun();
    String policy =
        FIRST.replace("plant-1", "plant-2")
            + "policy: {format: penstock-policy-1, time-zone: Asia/Tokyo}\n";
    Digest digest = laid(plant, policy);
    assertThat(plant.asking(digest))
        .isInstanceOfSatisfying(
            VersionedView.Asking.Request.class,
            asked ->
                assertThat(asked.diff())
                    .anySatisfy(each -> {
                      assertThat(each.path()).isEqualTo("policy.time-zone");
                      assertThat(each.after()).isEqualTo("Asia/Tokyo");
                    }));
    String _ = plant.kept().carryOut(request(plant, digest), new Hands(ADA, List.of(BO)));
    assertThat(open().active().orElseThrow().model().enforced().timeZone())
        .isEqualTo(ZoneId.of("Asia/Tokyo"));
  }

  @Test
  void aPolicyThatIsNoneIsRefusedWithItsPlace() throws IOException {
    NodePlant plant = begun();
    String policy = FIRST.replace("plant-1", "plant-2") + "policy:\n  - allow: all\n";
    assertThat(plant.lay(policy.getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            VersionedView.Laid.Unsound.class,
            unsound ->
                assertThat(unsound.findings())
                    .singleElement()
                    .asString()
                    .startsWith("8:3 policy: must begin with"));
  }

  @Test
  void aFileThatHasChangedWaitsAndTheOperatorIsTold() throws IOException {
    NodePlant _ = begun();
    Path _ = Files.writeString(file, SECOND);
    NodePlant plant = open();
    assertThat(plant.kept().begin(file).orElseThrow()).contains("another model than version 1");
    assertThat(plant.zonesOf("gate")).isEmpty();
    assertThat(plant.history().waiting())
        .extracting(History.Waiting::origin)
        .containsExactly(History.Origin.FILE);
    assertThat(open().kept().begin(file)).isPresent();
    assertThat(open().history().waiting()).hasSize(1);
  }

  @Test
  void aFileThatIsUnsoundIsToldWithItsPlaceAndChangesNothing() throws IOException {
    NodePlant _ = begun();
    Path _ = Files.writeString(file, FIRST + "  - {id: yard, parent: nowhere}\n");
    NodePlant plant = open();
    assertThat(plant.kept().begin(file).orElseThrow())
        .contains("7:", "known-zone", "nowhere", "the one in force stays");
    assertThat(plant.kept().begin(temp.resolve("none.yaml")).orElseThrow())
        .contains("no such file");
    assertThat(plant.zonesOf("plc-1")).isNotEmpty();
    assertThat(plant.history().waiting()).isEmpty();
  }

  @Test
  void whatTwoPeopleWantIsInForceAndStatedWithBoth() throws IOException {
    NodePlant plant = begun();
    List<Set<String>> told = new ArrayList<>();
    plant
        .kept()
        .tell(site ->
            told.add(site.plant().zones().stream().map(Zone::id).collect(Collectors.toSet())));
    Digest second = laid(plant, SECOND);
    String outcome = plant.kept().carryOut(request(plant, second), new Hands(ADA, List.of(BO)));
    assertThat(outcome).contains("version 2");
    assertThat(plant.zonesOf("gate")).containsExactly("yard");
    assertThat(told).containsExactly(Set.of("hall", "field"), Set.of("hall", "field", "yard"));
    var record = (Configuration) stated.getLast();
    assertThat(record.action()).isEqualTo(Configuration.Action.CHANGED);
    assertThat(record.author()).isNotNull();
    assertThat(record.approvedBy()).hasSize(1);
    assertThat(record.after()).isEqualTo(second);
    assertThat(plant.history().waiting()).isEmpty();
    assertThat(open().history()).isEqualTo(plant.history());
  }

  @Test
  void aModelOfBeforeComesBackAsANewVersion() throws IOException {
    NodePlant plant = begun();
    Digest first = plant.active().orElseThrow().version().model();
    String _ =
        plant.kept().carryOut(request(plant, laid(plant, SECOND)), new Hands(ADA, List.of(BO)));
    String _ = plant.kept().carryOut(request(plant, first), new Hands(BO, List.of(ADA)));
    assertThat(plant.active().orElseThrow().version().number()).isEqualTo(3);
    assertThat(actions()).endsWith(Configuration.Action.ROLLED_BACK);
    assertThat(plant.zonesOf("gate")).isEmpty();
    assertThat(plant.asking(first)).isInstanceOf(VersionedView.Asking.InForce.class);
    assertThat(new String(plant.yaml(first).orElseThrow(), UTF_8)).contains("plc-*");
  }

  @Test
  void aRequestThatWasOvertakenIsNotCarriedOut() throws IOException {
    NodePlant plant = begun();
    Digest second = laid(plant, SECOND);
    Json.Object early = request(plant, second);
    Digest third = laid(plant, SECOND.replace("Yard", "Court"));
    String _ = plant.kept().carryOut(request(plant, third), new Hands(ADA, List.of()));
    assertThat(plant.history().active().orElseThrow().cause()).isEqualTo(History.Cause.ONE_PERSON);
    assertThatThrownBy(() -> plant.kept().carryOut(early, new Hands(ADA, List.of(BO))))
        .hasMessageContaining("another version");
    assertThat(plant.active().orElseThrow().version().model()).isEqualTo(third);
  }

  @Test
  void whatCannotBeStatedIsNotInForce() throws IOException {
    NodePlant plant = begun();
    Json.Object request = request(plant, laid(plant, SECOND));
    isLedgerFull = true;
    assertThatThrownBy(() -> plant.kept().carryOut(request, new Hands(ADA, List.of(BO))))
        .hasMessageContaining("full");
    assertThat(plant.zonesOf("gate")).isEmpty();
    assertThat(open().active().orElseThrow().version().number()).isEqualTo(1);
  }

  @Test
  void versionsThatCannotBeReadOpenNothingAndNeverBeginAnew() throws IOException {
    NodePlant _ = begun();
    Path versions = room.resolve("versions");
    byte[] whole = Files.readAllBytes(versions);
    Path _ = Files.write(versions, "penstock plant versions 1\n".getBytes(UTF_8));
    NodePlant plant = open();
    assertThat(plant.kept().obstacle().orElseThrow()).contains("roles in a zone open nothing");
    assertThat(plant.kept().begin(file)).isEmpty();
    assertThat(plant.zonesOf("plc-1")).isEmpty();
    assertThat(plant.lay(SECOND.getBytes(UTF_8))).isInstanceOf(VersionedView.Laid.Unsound.class);
    assertThatThrownBy(() -> plant.kept().wantedByNodeUser(file)).isInstanceOf(IOException.class);
    assertThat(Files.readString(versions)).isEqualTo("penstock plant versions 1\n");
    Path _ = Files.write(versions, whole);
    Path model =
        room.resolve(
            HexFormat.of().formatHex(open().active().orElseThrow().version().model().bytes())
                + ".yaml");
    Path _ = Files.writeString(model, SECOND);
    assertThat(open().kept().obstacle().orElseThrow()).contains("not the model of this digest");
    Files.delete(model);
    assertThat(open().kept().obstacle().orElseThrow()).contains("missing");
  }

  @Test
  void theNodesUserChangesAPlantWhereNobodyElseMustAgree() throws IOException {
    NodePlant plant = begun();
    Path other = Files.writeString(temp.resolve("other.yaml"), SECOND);
    assertThat(plant.kept().wantedByNodeUser(other).getFirst()).contains("waits");
    assertThat(plant.zonesOf("gate")).isEmpty();
    var alone = open(new PlantSettings(Optional.empty(), PlantSettings.Agreement.NOBODY));
    assertThat(alone.kept().wantedByNodeUser(other).getFirst()).contains("Version 2 is in force");
    assertThat(alone.history().active().orElseThrow().cause()).isEqualTo(History.Cause.NODE_USER);
    assertThatThrownBy(() -> alone.kept().wantedByNodeUser(other)).hasMessageContaining("already");
  }

  @Test
  void modelsThatNobodyWantsAnyMoreAreNotKept() throws IOException {
    NodePlant plant = begun();
    for (int i = 0; i < History.WAITING_MAX + 3; i++) {
      Digest _ = laid(plant, SECOND.replace("Yard", "Yard " + i));
    }
    try (var files = Files.list(room)) {
      assertThat(files.filter(each -> each.toString().endsWith(".yaml")))
          .hasSize(History.WAITING_MAX + 1);
    }
    Json.Object unknown = request(plant, plant.history().waiting().getLast().model());
    assertThat(unknown.text("model")).isPresent();
    assertThat(plant.asking(Digest.of(new byte[Digest.BYTES])))
        .isInstanceOf(VersionedView.Asking.Unknown.class);
    assertThatThrownBy(() -> plant.kept().carryOut(Json.EMPTY, new Hands(ADA, List.of(BO))))
        .hasMessageContaining("not a request");
  }
}
