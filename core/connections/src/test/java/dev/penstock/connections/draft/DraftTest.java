package dev.penstock.connections.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Bounds;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Destination;
import dev.penstock.connections.Device;
import dev.penstock.connections.Drawn;
import dev.penstock.connections.MemberType;
import dev.penstock.connections.MetricTemplate;
import dev.penstock.connections.Selection;
import dev.penstock.connections.Server;
import dev.penstock.connections.TemplateInstance;
import dev.penstock.connections.diff.ConnectionsDiff.Points;
import dev.penstock.connections.form.ConnectionsWriter;
import dev.penstock.connections.form.Finding;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.connections.sheet.PointSheet;
import dev.penstock.connections.sheet.PointSheet.Mode;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.tree.Place;
import dev.penstock.plant.tree.Tree;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static final ProtocolForms PROTOCOLS = ProtocolForms.standard();
  private static final Device DEVICE =
      Drawn.device("plc-1", Drawn.point("a", "holding:1"), Drawn.point("b", "holding:2"));
  private static final Connections NOW = new Connections(List.of(DEVICE), List.of(), List.of());

  private static TableDraft table(String text, Mode mode, Optional<Model> plant) {
    return TableDraft.of(NOW, DEVICE, text, mode, PROTOCOLS, plant);
  }

  private static Tree.Scalar text(String text) {
    return new Tree.Scalar(Place.NONE, text);
  }

  private static Tree.Fields fields(Tree.Field... fields) {
    return new Tree.Fields(Place.NONE, List.of(fields));
  }

  private static Tree.Field field(String name, Tree value) {
    return new Tree.Field(text(name), value);
  }

  /** A plant without an asset. */
  private static Model plant() {
    var tree =
        fields(
            field("format", text("penstock-plant-2")),
            field("organisation", fields(field("id", text("org")))),
            field("site", fields(field("id", text("east")))));
    var read = (dev.penstock.plant.form.Reading.Plant) PlantReader.read(tree);
    return ((Checked.Sound) read.checked()).model();
  }

  @Test
  void whatIsSoundIsTheConnectionsOfItsFile() {
    Property.forAll(Gen.seeds())
        .cases(100, 2_000)
        .holds(seed -> {
          Connections drawn = Drawn.connections(seed);
          Draft draft = Draft.of(ConnectionsWriter.write(drawn), PROTOCOLS, Optional.empty());
          assertThat(draft.connections()).contains(drawn);
          assertThat(draft.findings()).isEmpty();
          assertThat(draft.misfits()).isEmpty();
        });
  }

  @Test
  void faultsAreFoundByTheirPathsAndNothingIsConnected() {
    Draft draft =
        Draft.of(
            fields(
                field("format", text("penstock-connections-1")),
                field(
                    "devices",
                    new Tree.Items(Place.NONE, List.of(fields(field("id", text("plc-1"))))))),
            PROTOCOLS,
            Optional.empty());
    assertThat(draft.connections()).isEmpty();
    assertThat(draft.findings())
        .extracting(each -> each.where().path())
        .contains("devices[plc-1].protocol", "devices[plc-1].asset");
    assertThat(Draft.of(text("x"), PROTOCOLS, Optional.empty()).findings())
        .singleElement()
        .satisfies(each -> assertThat(each.text()).contains("penstock-connections-1"));
    Finding unread = Draft.unreadable(new Place(3, 7), "is no YAML").findings().getFirst();
    assertThat(unread.where().place()).isEqualTo(new Place(3, 7));
  }

  @Test
  void whatDoesNotFitThePlantIsSaidAndIsNoFault() {
    Draft draft = Draft.of(ConnectionsWriter.write(NOW), PROTOCOLS, Optional.of(plant()));
    assertThat(draft.connections()).contains(NOW);
    assertThat(draft.misfits())
        .singleElement()
        .satisfies(each -> assertThat(each.where().path()).isEqualTo("devices[plc-1].asset"));
    assertThat(table(PointSheet.write(DEVICE), Mode.REPLACE, Optional.of(plant())).draft())
        .isEqualTo(draft);
  }

  @Test
  void aTableChangesItsDeviceAndNoOther() {
    TableDraft merged =
        table(
            "name,address,type\nc,holding:3,uint16\na,holding:9,uint16\n",
            Mode.MERGE,
            Optional.empty());
    assertThat(merged.points()).isEqualTo(new Points(1, 0, 1));
    assertThat(merged.device().orElseThrow().points()).hasSize(3);
    assertThat(merged.draft().connections()).contains(NOW.with(merged.device().orElseThrow()));
    TableDraft replaced =
        table("name,address,type,note\nc,holding:3,uint16,x\n", Mode.REPLACE, Optional.empty());
    assertThat(replaced.points()).isEqualTo(new Points(1, 2, 0));
    assertThat(replaced.notTaken()).containsExactly("note");
    TableDraft same = table(PointSheet.write(DEVICE), Mode.REPLACE, Optional.empty());
    assertThat(same.points()).isEqualTo(Points.NONE);
    assertThat(same.draft().connections()).contains(NOW);
  }

  /** Nobody learns of it only when it is proposed. */
  @Test
  void aTableThatTakesAwayAMemberOfAnInstanceIsRefused() {
    var template = new MetricTemplate("T", "", Map.of("M", MemberType.UINT16), Map.of());
    var instance = new TemplateInstance("plc-1", "I", "T", Map.of("M", "a"), Map.of());
    var scada =
        new Destination(
            "scada",
            "scada",
            "sparkplug",
            "dmz",
            true,
            Map.of("broker", "b:1", "group", "g"),
            List.of(Selection.parse("plc-1").orElseThrow()),
            Destination.Order.LIVE_FIRST,
            1,
            List.of(template),
            List.of(instance));
    var now = new Connections(List.of(DEVICE), List.of(scada), List.of());
    TableDraft without =
        TableDraft.of(
            now,
            DEVICE,
            "name,address,type\nb,holding:2,uint16\n",
            Mode.REPLACE,
            PROTOCOLS,
            Optional.empty());
    assertThat(without.draft().findings())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("destinations[scada].instances[I].members.M");
          assertThat(each.fault().what()).contains("no point 'a'");
        });
    TableDraft otherType =
        TableDraft.of(now, DEVICE, "name,type\na,int16\n", Mode.MERGE, PROTOCOLS, Optional.empty());
    assertThat(otherType.draft().findings())
        .singleElement()
        .satisfies(each -> assertThat(each.fault().what()).contains("UInt16", "Int16"));
    TableDraft more =
        TableDraft.of(
            now,
            DEVICE,
            "name,address,type\nc,holding:3,uint16\n",
            Mode.MERGE,
            PROTOCOLS,
            Optional.empty());
    assertThat(more.draft().connections()).isPresent();
  }

  @Test
  void aTableTakesNoPointAwayThatAServerServes() {
    var server =
        new Server(
            "s",
            "s",
            "modbus",
            true,
            "10.1.0.1:502",
            "control",
            1,
            Bounds.AGE_DEFAULT,
            List.of(new Server.Served("plc-1", "a", "holding:0", "uint16")));
    var serving = new Connections(List.of(DEVICE), List.of(), List.of(), List.of(server));
    TableDraft without =
        TableDraft.of(
            serving,
            DEVICE,
            "name,address,type\nb,holding:2,uint16\n",
            Mode.REPLACE,
            PROTOCOLS,
            Optional.empty());
    assertThat(without.device()).isEmpty();
    assertThat(without.draft().findings())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("servers[s].serve[holding:0].point");
          assertThat(each.fault().what()).isEqualTo("the device 'plc-1' has no point 'a'");
        });
    TableDraft moved =
        TableDraft.of(
            serving,
            DEVICE,
            "name,address,type\na,holding:7,uint16\n",
            Mode.REPLACE,
            PROTOCOLS,
            Optional.empty());
    assertThat(moved.draft().connections().orElseThrow().servers()).containsExactly(server);
  }

  @Test
  void aTableWithAFaultChangesNothingAndSaysWhere() {
    assertThat(table("name\n\"", Mode.MERGE, Optional.empty()).draft().findings()).hasSize(1);
    TableDraft bad = table("name,address\na,nonsense\n", Mode.MERGE, Optional.empty());
    assertThat(bad.draft().connections()).isEmpty();
    assertThat(bad.device()).isEmpty();
    assertThat(bad.draft().findings())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().place()).isEqualTo(new Place(2, 2));
          assertThat(each.where().path()).isEqualTo("points[a].address");
        });
  }
}
