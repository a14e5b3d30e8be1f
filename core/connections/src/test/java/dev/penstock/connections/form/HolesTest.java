package dev.penstock.connections.form;

import static dev.penstock.connections.form.Trees.fields;
import static dev.penstock.connections.form.Trees.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.plant.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never be read of a device, and the points that would have to be. */
class HolesTest {
  private static final String HOLES = "holding:200..299, 17/coil:5, input:0..9";

  /** Of a device whose addresses are of unit 3 where they name none. */
  private static List<Finding> findings(String holes, String address, String type) {
    Tree at = fields("tcp", "10.20.0.7:502", "unit", "3", "holes", holes);
    Tree rates = fields("fast", "1 s");
    List<Tree> points = List.of(fields("name", "flow", "address", address, "type", type));
    Tree device =
        fields(
            "id",
            "plc-1",
            "protocol",
            "modbus",
            "asset",
            "filter-plc",
            "at",
            at,
            "rates",
            rates,
            "points",
            points);
    return switch (ConnectionsReader.read(file(device), ProtocolForms.standard())) {
      case Reading.Sound _ -> List.of();
      case Reading.Unsound(var findings, _) -> findings;
      case Reading.NoConnections(_, var why) -> throw new AssertionError(why);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "holding:200, uint16, holding:200..299",
    "holding:299, uint16, holding:200..299",
    "holding:199, float32, holding:200..299",
    "holding:198, string 100, holding:200..299",
    "holding:250.3, bool, holding:200..299",
    "17/coil:5, bool, 17/coil:5",
    "input:9, int16, input:0..9",
    "3/input:0, int16, input:0..9",
  })
  void aPointThatLiesThereEvenInPartIsToldWithThePlace(String address, String type, String hole) {
    assertThat(findings(HOLES, address, type))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("devices[plc-1].points[flow].address");
          assertThat(each.fault().what()).contains("lies in " + hole + ", which is never read");
          assertThat(each.fault().allowed()).isEqualTo("an address outside of holes");
          assertThat(each.fault().advice()).contains("take " + hole + " out of holes");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "holding:199, uint16",
    "holding:198, float32",
    "holding:300, float32",
    "coil:5, bool",
    "17/coil:4, bool",
    "17/discrete:5, bool",
    "5/input:9, int16",
    "input:10, int16",
  })
  void aPointBesideThemOfAnotherUnitOrTableIsRead(String address, String type) {
    assertThat(findings(HOLES, address, type)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "holding:5..4",
        "holding:0..65536",
        "256/holding:1",
        "register:1",
        "holding:1;coil:2",
        "holding:1,",
        "holding",
        "holding:1...3",
      })
  void whatIsNoPlaceIsRefusedWithWhatMayStandThere(String holes) {
    assertThat(findings(holes, "holding:1", "uint16"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.where().path()).isEqualTo("devices[plc-1].at.holes");
          assertThat(each.fault().what()).contains(holes);
          assertThat(each.fault().allowed())
              .contains("0..65535 of units 0..255", "holding:200..299, 17/coil:5");
        });
  }

  @Test
  void theWholeTableMayBeOne() {
    assertThat(findings("holding:0..65535", "input:1", "uint16")).isEmpty();
    assertThat(findings("holding:0..65535", "holding:65535", "uint16")).hasSize(1);
  }
}
