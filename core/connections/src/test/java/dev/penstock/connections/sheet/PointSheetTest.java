package dev.penstock.connections.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.connections.Device;
import dev.penstock.connections.Drawn;
import dev.penstock.connections.Origin;
import dev.penstock.connections.diff.ConnectionsDiff;
import dev.penstock.connections.protocol.ProtocolForms;
import dev.penstock.connections.sheet.PointSheet.Imported;
import dev.penstock.connections.sheet.PointSheet.Mode;
import dev.penstock.plant.tree.Place;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointSheetTest {
  private static final Device DEVICE =
      Drawn.device("plc-1", Drawn.point("a", "holding:1"), Drawn.point("b", "holding:2"));

  private static Imported read(Device device, String table, Mode mode) {
    return PointSheet.read(device, table, mode, ProtocolForms.standard());
  }

  private static Imported.Merged merged(String table, Mode mode) {
    return switch (read(DEVICE, table, mode)) {
      case Imported.Merged merged -> merged;
      case Imported.Refused(var findings, _) -> throw new AssertionError(findings.toString());
    };
  }

  private static void refused(String table, int line, int column, String what) {
    assertThat(read(DEVICE, table, Mode.MERGE))
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            refused ->
                assertThat(refused.findings())
                    .singleElement()
                    .satisfies(each -> {
                      assertThat(each.where().place()).isEqualTo(new Place(line, column));
                      assertThat(each.fault().what()).contains(what);
                    }));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    Property.forAll(Gen.seeds())
        .cases(400, 10_000)
        .holds(seed -> {
          Device device = Drawn.device(seed);
          for (Mode mode : Mode.values()) {
            assertThat(read(device, PointSheet.write(device), mode))
                .isInstanceOfSatisfying(
                    Imported.Merged.class,
                    merged -> {
                      assertThat(merged.device()).isEqualTo(device);
                      assertThat(merged.diff().isEmpty()).isTrue();
                      assertThat(merged.notTaken()).isEmpty();
                    });
            assertThat(read(device.with(List.of()), PointSheet.write(device), mode))
                .isInstanceOfSatisfying(
                    Imported.Merged.class, merged -> assertThat(merged.device()).isEqualTo(device));
          }
        });
  }

  @Test
  void aTableAddsAndChangesAndLeavesTheRest() {
    Imported.Merged merged =
        merged("name,address,type\r\nb,holding:20,int16\r\nc,holding:3,uint16\r\n", Mode.MERGE);
    assertThat(merged.diff().parts())
        .singleElement()
        .extracting(ConnectionsDiff.Part::points)
        .isEqualTo(new ConnectionsDiff.Points(1, 0, 1));
    assertThat(merged.device().points()).hasSize(3);
    assertThat(((Origin.Read) merged.device().points().get(1).origin()).rate()).isEqualTo("fast");
  }

  @Test
  void inPlaceOfAllWhatTheTableDoesNotNameGoes() {
    assertThat(merged("name\nb\n", Mode.REPLACE).diff().parts())
        .singleElement()
        .extracting(ConnectionsDiff.Part::points)
        .isEqualTo(new ConnectionsDiff.Points(0, 1, 0));
  }

  @Test
  void anEmptyCellClearsAndAMissingColumnDoesNot() {
    Imported.Merged described = merged("name;description;unit\na;Level;m\n", Mode.MERGE);
    assertThat(described.device().points().getFirst().description()).isEqualTo("Level");
    Imported again = read(described.device(), "name;description\na;\n", Mode.MERGE);
    assertThat(again)
        .isInstanceOfSatisfying(
            Imported.Merged.class,
            merged -> {
              assertThat(merged.device().points().getFirst().description()).isEmpty();
              assertThat(merged.device().points().getFirst().unit()).isEqualTo("m");
            });
  }

  @Test
  void columnsThatMeanNothingHereAreNamed() {
    assertThat(merged("name,colour,note\na,red,x\n", Mode.MERGE).notTaken())
        .containsExactly("colour", "note");
  }

  @Test
  void whatIsWrongIsToldWithLineAndColumn() {
    refused("", 1, 1, "is empty");
    refused("address\nholding:1\n", 1, 1, "no column 'name'");
    refused("name,name\na,b\n", 1, 2, "second column 'name'");
    refused("name,address\na\n", 2, 2, "the row has 1 cells");
    refused("name,address\na,holding:9\na,holding:9\n", 3, 1, "there already, in line 2");
    refused("name,address\n\na,nowhere\n", 3, 2, "nowhere");
    refused("name,deadband\na,wide\n", 2, 2, "wide");
    refused("name,address\na,\"holding:1\n", 3, 2, "never closed");
  }

  /** A spreadsheet must not run what somebody called a point. */
  @Test
  void noCellIsAFormula() {
    Device device = Drawn.device("plc-1", Drawn.point("=cmd()", "holding:1"));
    assertThat(PointSheet.write(device)).contains("'=cmd()").doesNotContain("\n=");
  }
}
