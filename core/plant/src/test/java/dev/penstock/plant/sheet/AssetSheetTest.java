package dev.penstock.plant.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.plant.Change;
import dev.penstock.plant.Detailed;
import dev.penstock.plant.Model;
import dev.penstock.plant.ModelDiff;
import dev.penstock.plant.PlantFormat;
import dev.penstock.plant.Plants;
import dev.penstock.plant.sheet.AssetSheet.Imported;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AssetSheetTest {
  private static final Model SMALL = Plants.model(Plants.small());

  private static Imported read(String table) {
    return AssetSheet.read(SMALL, table, Map.of(), Optional.empty());
  }

  private static Model merged(Imported imported) {
    return switch (imported) {
      case Imported.Merged(var model, _) -> model;
      case Imported.Refused(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  private static List<String> changes(String table) {
    return ModelDiff.between(SMALL, merged(read(table))).changes().stream()
        .map(Change::path)
        .toList();
  }

  private static void refused(String table, int line, String what) {
    assertThat(read(table))
        .isInstanceOfSatisfying(
            Imported.Refused.class,
            refused ->
                assertThat(refused.problems())
                    .anySatisfy(problem -> {
                      assertThat(problem.line()).isEqualTo(line);
                      assertThat(problem.what()).contains(what);
                    }));
  }

  @Test
  void aTableThatWasWrittenChangesNothing() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          Model model = Plants.model(Plants.random(seed));
          String table = AssetSheet.write(model);
          assertThat(AssetSheet.read(model, table, Map.of(), Optional.empty()))
              .isEqualTo(new Imported.Merged(model, List.of()));
        });
  }

  @Test
  void allThatATableSaysComesIntoABarePlant() {
    Model whole = Plants.model(Detailed.whole(Plants.small()));
    Model bare = Plants.model(whole.draft().withAssets(Plants.small().assets()));
    assertThat(bare).isNotEqualTo(whole);
    String table = AssetSheet.write(whole);
    assertThat(merged(AssetSheet.read(bare, table, Map.of(), Optional.empty()))).isEqualTo(whole);
  }

  @Test
  void aRowAddsAnAssetOrChangesIt() {
    assertThat(changes("id,name,zone,kind\r\nplc,Filter PLC,filters,controller\r\n"))
        .containsExactly("assets[plc].kind");
    assertThat(changes("id,name,zone\nplc-2,\"PLC \"\"2\"\"\",Filter hall\n"))
        .containsExactly("assets[plc-2].name", "assets[plc-2].zone");
    assertThat(changes("id,owner\nplc,\nhmi,Operations\n")).containsExactly("assets[hmi].owner");
  }

  @Test
  void anAssetWithoutAnIdIsCalledByItsName() {
    assertThat(changes("Name;Zone\nPumpe Süd (1);field\n"))
        .containsExactly("assets[pumpe-sud-1].name", "assets[pumpe-sud-1].zone");
  }

  @Test
  void columnsMayHaveOtherNames() {
    String table = "\ufeffTag;Bezeichnung;Hersteller;Bemerkung\nplc;Filter PLC;Siemens;alt\n";
    Map<String, String> headers =
        Map.of("id", "Tag", "name", "bezeichnung", "supplier", "Hersteller");
    Imported imported = AssetSheet.read(SMALL, table, headers, Optional.empty());
    assertThat(imported)
        .isInstanceOfSatisfying(
            Imported.Merged.class,
            made -> {
              assertThat(made.notTaken()).containsExactly("Bemerkung");
              assertThat(made.model().assets().getLast().facts().supplier()).contains("Siemens");
            });
    assertThat(AssetSheet.read(SMALL, table, Map.of("owner", "Wer"), Optional.empty()))
        .isInstanceOf(Imported.Refused.class);
  }

  @Test
  void aNewAssetThatNamesNoZoneIsInTheOneThatIsGiven() {
    String table = "id\nnew\n";
    refused(table, 2, "is in no zone");
    Imported imported = AssetSheet.read(SMALL, table, Map.of(), Optional.of("field"));
    assertThat(merged(imported).assets()).hasSize(3);
  }

  @Test
  void whatIsWrongIsToldWithItsLine() {
    refused("", 1, "is empty");
    refused("colour\ngrey\n", 1, "a column id or name");
    refused("id,ID\na,b\n", 1, "two columns are the id");
    refused("id,zone\nplc,filters\n\nnew,nowhere\n", 4, "no zone with the id or name 'nowhere'");
    refused("id,kind\nplc,robot\n", 2, "the kind 'robot' is none of: controller");
    refused("id,kind\nplc,server\nplc,panel\n", 3, "that of line 2");
    refused("id,name\nplc,x\nhmi,X\n", 2, "in line 3 has the name");
    refused("id,owner\nplc,\"two\nlines\"\n", 2, "assets[plc].owner");
    refused("id,owner\n,\n", 2, "neither an id nor a name");
    refused("id\nplc\n\"open\n", 4, "never closed");
    refused("id\n\"a\"b\n", 2, "follows a closing quotation mark");
    refused("id\na\"b\n", 2, "inside a cell");
    refused("id" + ",x".repeat(100), 1, "more than 100 columns");
    refused("id\n" + "x".repeat(5_000), 2, "more than 4096 characters");
  }

  @Test
  void aCellIsNoFormula() {
    String table = "id,owner,supplier\nplc,'=1+1,'quoted'\n";
    Model model = merged(read(table));
    assertThat(model.assets().getLast().facts().owner()).contains("=1+1");
    assertThat(model.assets().getLast().facts().supplier()).contains("'quoted'");
    assertThat(AssetSheet.write(model)).contains("'=1+1").doesNotContain(",=1+1");
    for (String cell : List.of("'=a", "''-a", "@", "'", "plain", "")) {
      assertThat(AssetSheet.original(AssetSheet.harmless(cell))).isEqualTo(cell);
    }
  }

  @Test
  void aTableThatChangesNothingDoesNotChangeTheFormat() {
    Model old = Plants.model(Plants.small().in(PlantFormat.ONE));
    Imported same = AssetSheet.read(old, "id,zone\nplc,filters\n", Map.of(), Optional.empty());
    assertThat(merged(same)).isSameAs(old);
    Imported other = AssetSheet.read(old, "id,owner\nplc,Ops\n", Map.of(), Optional.empty());
    assertThat(merged(other).format()).isEqualTo(PlantFormat.TWO);
  }

  @Test
  void noTextMakesTheReaderThrow() {
    List<String> parts =
        List.of("id", "name", "zone", "plc", "filters", ",", ";", "\"", "\r", "\n", "\u0000", "'=");
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var table = new StringBuilder("id,name\n");
          for (int i = 0; i < random.nextInt(30); i++) {
            table.append(parts.get(random.nextInt(parts.size())));
          }
          assertThat(read(table.toString()))
              .isInstanceOfAny(Imported.Merged.class, Imported.Refused.class);
        });
  }
}
