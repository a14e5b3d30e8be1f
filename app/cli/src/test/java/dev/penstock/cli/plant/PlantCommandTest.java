package dev.penstock.cli.plant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlServer;
import dev.penstock.node.control.LongCommand;
import dev.penstock.plant.Checked;
import dev.penstock.plant.Model;
import dev.penstock.plant.Zone;
import dev.penstock.plant.form.PlantReader;
import dev.penstock.plant.form.Reading;
import dev.penstock.testkit.Vectors;
import dev.penstock.yaml.YamlReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PlantCommandTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(new PlantCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** The example of docs/plant.md. */
  private static String example() throws IOException {
    Matcher example = EXAMPLE.matcher(Files.readString(Vectors.root().resolve("docs/plant.md")));
    assertThat(example.find()).isTrue();
    return example.group(1);
  }

  @Test
  void theExampleOfTheGuideIsSound() throws IOException {
    assertThat(run("check", file("plant.yaml", example()))).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("plant.yaml: sound")
        .contains("site          East plant")
        .contains("zones         3")
        .contains("conduits      2")
        .contains("assets        3")
        .containsPattern("digest        [0-9a-f]{64}");
    assertThat(err.toString()).isEmpty();
  }

  /** The example of all that can be said keeps every validation. */
  @Test
  void theLargerExampleOfTheGuideKeepsEveryValidation() throws IOException {
    Matcher examples = EXAMPLE.matcher(Files.readString(Vectors.root().resolve("docs/plant.md")));
    List<String> whole =
        examples.results().map(each -> each.group(1)).filter(y -> y.contains("system:")).toList();
    assertThat(whole).hasSize(1);
    assertThat(run("check", file("plant.yaml", whole.getFirst()))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("validations   error 0, warning 0, advice 0, accepted 0");
  }

  @ParameterizedTest
  @CsvSource({
    "plc-dosing-1,dosing",
    "plc-filter-1,treatment",
    "rtu-chlorine,dosing",
    "scada,control",
    "scada-2,none"
  })
  void theSourcesOfTheGuideAreWhereItSays(String source, String zone) throws IOException {
    var root = (YamlReader.Parsed.Root) YamlReader.parse(example(), 1 << 20);
    var plant = (Reading.Plant) PlantReader.read(root.tree());
    Model model = ((Checked.Sound) plant.checked()).model();
    assertThat(model.zoneOf(source).map(Zone::id).orElse("none")).isEqualTo(zone);
  }

  @Test
  void aFindingNamesFileLineRuleAndReason() throws IOException {
    String broken = example().replace("parent: treatment", "parent: tretment");
    assertThat(run("check", file("plant.yaml", broken))).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .endsWith(
            "plant.yaml:17:13: known-zone: zones[dosing].parent: there is no zone 'tretment';"
                + " what refers to a zone that does not exist protects nothing");
  }

  @Test
  void findingsAreThereForAProgramToo() throws IOException {
    String broken = example().replace("zone: dosing", "zone: none").replace("name: East", "nam: E");
    assertThat(run("check", "--json", file("plant.yaml", broken))).isEqualTo(ExitCode.NO);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("sound").asBoolean()).isFalse();
    assertThat(answer.get("findings")).hasSize(2);
    JsonNode second = answer.get("findings").get(1);
    assertThat(second.get("rule").asText()).isEqualTo("known-zone");
    assertThat(second.get("path").asText()).isEqualTo("assets[plc-dosing-1].zone");
    assertThat(second.get("line").asInt()).isEqualTo(35);
    assertThat(second.get("why").asText()).isNotBlank();
    assertThat(run("check", "--json", file("plant.yaml", example()))).isEqualTo(ExitCode.OK);
    JsonNode sound = new ObjectMapper().readTree(out.toString());
    assertThat(sound.get("sound").asBoolean()).isTrue();
    assertThat(sound.get("digest").asText()).hasSize(64);
  }

  private static final String OFFICE =
      """
      format: penstock-plant-2
      organisation: {id: works}
      site: {id: east}
      zones:
        - {id: ctl, kind: control}
        - {id: desk, kind: enterprise}
      conduits:
        - {id: up, between: [ctl, desk]}
      assets:
        - {id: laptop, zone: ctl, kind: portable}
      accepted:
        - rule: Z14
          where: asset/laptop
          rationale: It never leaves the hall
          until: 2027-06-30
      policy:
        format: penstock-policy-1
        time-zone: UTC
        channels:
          - {id: up, conduit: up, protocol: modbus, from: desk, to: ctl, reads: allow}
      """;

  @Test
  void validationsAreToldWithLineReasonAndRemedy() throws IOException {
    String file = file("plant.yaml", OFFICE);
    assertThat(run("check", "--on", "2027-06-30", file)).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("validations   error 1, warning 0, advice 1, accepted 1")
        .contains(
            "plant.yaml:8:5: Z19 error (ZCR 3.2): conduit/up joins 'desk' of the business to 'ctl'"
                + " of the kind control; nothing stands between the office and the process; lead")
        .contains(
            "plant.yaml:10:5: Z14 accepted until 2027-06-30 (ZCR 3.4): asset/laptop is of the kind"
                + " portable, in zone 'ctl' of the kind control; It never leaves the hall")
        .contains("policy        channels 1, rules 0");
    assertThat(run("check", "--on", "2027-07-01", file)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("warning 2").contains(":12:5: Z20 warning");
    String mended = OFFICE.replace("kind: enterprise", "kind: dmz");
    assertThat(run("check", "--on", "2027-06-30", file("mended.yaml", mended)))
        .isEqualTo(ExitCode.OK);
    assertThat(run("check", "--json", "--on", "2027-06-30", file)).isEqualTo(ExitCode.NO);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("sound").asBoolean()).isTrue();
    JsonNode open = answer.get("observations").get(2);
    assertThat(open.get("rule").asText()).isEqualTo("Z19");
    assertThat(open.get("line").asInt()).isEqualTo(8);
    assertThat(open.get("accepted").isNull()).isTrue();
    assertThat(answer.at("/observations/1/accepted/until").asText()).isEqualTo("2027-06-30");
  }

  @Test
  void aPolicyThatAsksAgainstADiodeIsToldAtTheDiode() throws IOException {
    String diode = "between: [ctl, desk], channels: [{id: out, from: ctl, to: desk, diode: true}]}";
    String with = OFFICE.replace("between: [ctl, desk]}", diode);
    assertThat(run("check", "--on", "2027-06-30", file("diode.yaml", with))).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("validations   error 1, warning 0, advice 1, accepted 1")
        .containsPattern(
            "diode.yaml:8:[0-9]+: Z22 error \\(ZCR 3.1\\): channel/up/out is a diode from 'ctl' to"
                + " 'desk', and the policy lets 'desk' ask 'ctl' there: 'up'; either nothing");
    String astray = file("astray.yaml", with.replace("conduit: up,", "conduit: tunnel,"));
    assertThat(run("check", "--on", "2027-06-30", astray)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("policy not sound").doesNotContain("Z22");
  }

  @Test
  void anOlderFileTellsTheDigestThatAChangeWouldHave() throws IOException {
    String old = file("old.yaml", example().replace("penstock-plant-2", "penstock-plant-1"));
    assertThat(run("check", old)).isEqualTo(ExitCode.OK);
    String asAChange = out.toString().split("as a change +", -1)[1].substring(0, 64);
    assertThat(run("format", old)).isEqualTo(ExitCode.OK);
    String now = file("now.yaml", out.toString());
    assertThat(run("check", now)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("digest        " + asAChange).doesNotContain("as a change");
    assertThat(run("diff", old, now)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().strip()).isEqualTo("~ format: penstock-plant-1 -> penstock-plant-2");
  }

  @Test
  void thePolicyIsCheckedComparedAndWrittenWithThePlant() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    assertThat(run("format", plant)).isEqualTo(ExitCode.OK);
    String formatted = out.toString();
    assertThat(formatted)
        .contains("policy:\n  format: penstock-policy-1\n")
        .contains("reads: allow");
    String denying = file("denying.yaml", formatted.replace("reads: allow", "reads: deny"));
    assertThat(run("diff", plant, denying)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().strip()).isEqualTo("~ policy.channels[up].reads: allow -> deny");

    String astray = file("astray.yaml", OFFICE.replace("conduit: up,", "conduit: tunnel,"));
    assertThat(run("check", "--on", "2027-06-30", astray)).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("astray.yaml: policy not sound")
        .contains("astray.yaml:20:7: policy.channels[up].conduit: there is no conduit 'tunnel'");
    assertThat(run("check", "--json", "--on", "2027-06-30", astray)).isEqualTo(ExitCode.NO);
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("sound").asBoolean()).isFalse();
    assertThat(answer.at("/findings/0/line").asInt()).isEqualTo(20);
    assertThat(run("format", astray)).isEqualTo(ExitCode.UNUSABLE);
  }

  @Test
  void aTableOfAssetsIsTriedFirstAndThenWritten() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    String table = file("assets.csv", "Name;Zone;Wer\nPumpe 1;ctl;Betrieb\nlaptop;ctl;\n");
    assertThat(run("import", table, plant, "--map", "owner=Wer", "--map", "id=Name"))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("assets.csv:2: assets[Pumpe 1].id 'Pumpe 1' is no id");
    assertThat(run("import", table, plant, "--map", "owner=Wer")).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly(
            "+ assets[pumpe-1].name: Pumpe 1",
            "+ assets[pumpe-1].owner: Betrieb",
            "+ assets[pumpe-1].zone: ctl");
    String made = folder.resolve("new.yaml").toString();
    String[] write = {"import", table, plant, "--map", "owner=Wer", "--out", made};
    assertThat(run(write)).isEqualTo(ExitCode.OK);
    assertThat(Files.readString(Path.of(made))).contains("Pumpe 1").contains("reads: allow");
    assertThat(run(write)).as("nothing is overwritten").isEqualTo(ExitCode.UNUSABLE);
    assertThat(run("import", table, made, "--map", "owner=Wer")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().strip()).isEqualTo("no difference");
  }

  @Test
  void aDrawingIsTakenIntoTheModel() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    String drawing =
        file(
            "plant.drawio",
            """
            <mxfile><diagram name="One"><mxGraphModel><root>
              <mxCell id="0"/><mxCell id="1" parent="0"/>
              <mxCell id="z" value="Hall" style="swimlane" vertex="1" parent="1"/>
              <mxCell id="a" value="PLC 1" vertex="1" parent="z"/>
              <mxCell id="d" value="desk" style="container=1" vertex="1" parent="1"/>
              <mxCell id="x" value="Lost" vertex="1" parent="1"/>
              <mxCell id="e" edge="1" parent="1" source="a" target="d"/>
            </root></mxGraphModel></diagram></mxfile>
            """);
    assertThat(run("import", drawing, plant)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly(
            "+ zones[hall].name: Hall",
            "+ conduits[desk-hall].between: desk, hall",
            "+ conduits[desk-hall].name: desk - hall",
            "+ assets[plc-1].name: PLC 1",
            "+ assets[plc-1].zone: hall");
    assertThat(err.toString()).contains("plant.drawio: 'Lost': it is drawn in no zone");
    assertThat(run("import", file("no.drawio", "<svg/>"), plant)).isEqualTo(ExitCode.UNUSABLE);
  }

  @Test
  void assetsLeaveAsATableAndTheModelAsAFile() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    assertThat(run("export", plant)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "id,name,zone,kind,owner,supplier,model,firmware,address,tags",
            "laptop,laptop,ctl,portable,,,,,,");
    String table = file("assets.csv", out.toString());
    assertThat(run("import", table, plant)).isEqualTo(ExitCode.OK);
    assertThat(run("export", "--as", "yaml", plant)).isEqualTo(ExitCode.OK);
    assertThat(run("diff", plant, file("again.yaml", out.toString()))).isEqualTo(ExitCode.OK);
  }

  @Test
  void whatAnActionDoesNotTakeIsRefusedByItsName() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    String drawing = file("plant.drawio", "<mxGraphModel/>");
    String[][] calls = {
      {"check", "--out", "x"},
      {"check", "--as", "yaml"},
      {"check", "--data", "x"},
      {"diff", "--on", "2027-01-01"},
      {"diff", "--out", "x"},
      {"format", "--json", ""},
      {"format", "--as", "yaml"},
      {"export", "--map", "id=Name"},
      {"export", "--zone", "ctl"},
      {"import", "--as", "yaml"},
      {"propose", "--out", "x"},
      {"show", "--out", "x"},
      {"versions", "--json", ""},
      {"diff", "--from", "2026-03-03T10:00:00Z"},
      {"dryrun", "--out", "x"},
    };
    for (String[] call : calls) {
      List<String> words = new ArrayList<>(List.of(call[0], plant, call[1], call[2]));
      boolean _ = words.remove("");
      assertThat(run(words.toArray(new String[0]))).as("%s", words).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString().strip())
          .isEqualTo("penstock: plant " + call[0] + " takes no " + call[1]);
    }
    assertThat(run("import", drawing, plant, "--zone", "ctl")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("import of a drawing takes no --zone");
    assertThat(run("import", drawing, plant, "--map", "id=x")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("import of a drawing takes no --map");
    assertThat(run("show", plant)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("plant show takes no file");
  }

  @Test
  void whatIsWrittenIsWholeAndOverNothing() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    for (String action : List.of("format", "export")) {
      assertThat(run(action, plant)).isEqualTo(ExitCode.OK);
      String told = out.toString();
      String made = folder.resolve(action + ".out").toString();
      assertThat(run(action, plant, "--out", made)).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).isEmpty();
      assertThat(Files.readString(Path.of(made))).isEqualTo(told);
      assertThat(folder.resolve(action + ".out.new")).doesNotExist();
      assertThat(run(action, plant, "--out", made)).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("is there already; --out makes a new file");
      assertThat(Files.readString(Path.of(made))).isEqualTo(told);
    }
    String unfinished = file("mine.out.new", "somebody's");
    String mine = folder.resolve("mine.out").toString();
    assertThat(run("format", plant, "--out", mine)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(Files.readString(Path.of(unfinished))).isEqualTo("somebody's");
    assertThat(run("format", plant, "--out", folder.resolve("none/x").toString()))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("cannot be written");
  }

  @Test
  void whatIsNotToldIsCounted() throws IOException {
    String plant = file("plant.yaml", OFFICE);
    var rows = new StringBuilder("id,zone\nx,nowhere\n");
    var cells = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      rows.append("a").append(i).append(",nowhere\n");
      cells.append("<mxCell id=\"x%d\" value=\"Lost %d\" vertex=\"1\"/>".formatted(i, i));
    }
    assertThat(run("import", file("a.csv", rows.toString()), plant)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).hasSize(21);
    assertThat(err.toString().strip()).endsWith("penstock: and 5 more");
    String drawing = "<mxGraphModel><root>" + cells + "</root></mxGraphModel>";
    assertThat(run("import", file("a.drawio", drawing), plant)).isEqualTo(ExitCode.OK);
    assertThat(err.toString().lines()).hasSize(21).last().asString().endsWith(": and 4 more");
    String doubled =
        "<mxGraphModel><root><mxCell id=\"z\" value=\"Z\" style=\"swimlane\" vertex=\"1\"/>"
            + cells.toString().replace("vertex", "parent=\"z\" vertex").repeat(2)
            + "</root></mxGraphModel>";
    assertThat(run("import", file("b.drawio", doubled), plant)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString())
        .contains("b.drawio: is no plant: 'Lost 0' in 'Z' and 'Lost 0' in 'Z' would both be")
        .contains("b.drawio: and 4 more");
  }

  @Test
  void whatCannotBeReadIsOneLineAndExitTwo() throws IOException {
    String good = file("plant.yaml", example());
    String[][] calls = {
      {"check", folder.resolve("none.yaml").toString()},
      {"check", file("broken.yaml", "a: [1\nb: 2\n")},
      {"check", file("other.yaml", "version: 1\n")},
      {"check", folder.toString()},
      {"check"},
      {"check", good, good},
      {"diff", good},
      {"dance", good},
      {"import", good},
      {"import", folder.resolve("none.csv").toString(), good},
      {"import", good, good},
      {"import", file("a.csv", "id,zone\nx,nowhere\n"), good},
      {"import", file("b.csv", "id\nx\n"), good, "--map", "colour=id"},
      {"export", good, "--as", "xml"},
      {"diff", good, file("unsound.yaml", example().replace("zone: dosing", "zone: none"))},
    };
    for (String[] call : calls) {
      assertThat(run(call)).as(String.join(" ", call)).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString().lines()).singleElement().asString().startsWith("penstock: ");
      assertThat(out.toString()).isEmpty();
    }
    assertThat(err.toString()).contains("unsound.yaml:35:11: known-zone: assets[plc-dosing-1]");
  }

  @Test
  void aDiffTellsWhatChanged() throws IOException {
    String old = file("old.yaml", example());
    String now =
        file(
            "new.yaml",
            example()
                .replace("Control room", "Control")
                .replace("    parent: treatment\n", "")
                .replace("rtu-chlorine]", "rtu-chlorine, rtu-2]"));
    assertThat(run("diff", old, now)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly(
            "~ zones[control].name: Control room -> Control",
            "- zones[dosing].parent: treatment",
            "+ zones[dosing].sources[rtu-2]: rtu-2");
    assertThat(run("diff", "--json", old, now)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().strip())
        .isEqualTo(
            "[{\"path\":\"zones[control].name\",\"before\":\"Control room\",\"after\":\"Control\"},"
                + "{\"path\":\"zones[dosing].parent\",\"before\":\"treatment\",\"after\":null},"
                + "{\"path\":\"zones[dosing].sources[rtu-2]\",\"before\":null,\"after\":\"rtu-2\"}]");
    assertThat(run("diff", old, old)).isEqualTo(ExitCode.OK);
    assertThat(out.toString().strip()).isEqualTo("no difference");
  }

  @Test
  void theOneFormIsTheSameModel() throws IOException {
    String written = file("plant.yaml", example());
    assertThat(run("format", written)).isEqualTo(ExitCode.OK);
    String formatted = out.toString();
    String again = file("formatted.yaml", formatted);
    assertThat(run("diff", written, again)).isEqualTo(ExitCode.OK);
    assertThat(run("format", again)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualTo(formatted);
  }

  @Test
  void aDryRunAsksTheNodeAndItsExitCodeSaysWhetherAnythingWouldBeOtherwise() throws IOException {
    String plant = file("plant.yaml", example());
    Path data = Files.createDirectory(folder.resolve("d"));
    assertThat(run("dryrun", plant, "--data", data.toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no node runs on");
    List<List<String>> asked = new CopyOnWriteArrayList<>();
    LongCommand node =
        (words, progress) -> {
          asked.add(words);
          progress.at(43_200, 86_400);
          return switch (asked.size()) {
            case 1 -> new ControlAnswer.Done(List.of("same", "0 requests on record"));
            case 2 -> new ControlAnswer.Done(List.of("otherwise", "{}"));
            default -> new ControlAnswer.Refused("plant.yaml: not sound");
          };
        };
    try (ControlServer _ =
        ControlServer.start(data, Map.of(), Map.of("plant", node)).orElseThrow()) {
      assertThat(run("dryrun", plant, "--data", data.toString())).isEqualTo(ExitCode.OK);
      assertThat(out.toString().strip()).isEqualTo("0 requests on record");
      String from = "2026-03-03T10:00:00Z";
      String to = "2026-03-04T10:00:00Z";
      assertThat(
              run("dryrun", plant, "--data", data.toString(), "--from", from, "--to", to, "--json"))
          .isEqualTo(ExitCode.NO);
      assertThat(out.toString().strip()).isEqualTo("{}");
      assertThat(run("dryrun", plant, "--data", data.toString())).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("not sound");
      assertThat(asked.get(0)).containsExactly("dryrun", plant, "-", "-", "text");
      assertThat(asked.get(1)).containsExactly("dryrun", plant, from, to, "json");
    }
  }

  @Test
  void aCheckWithoutAFileAsksTheNodeAndItsExitCodeSaysWhetherAnErrorIsOpen() throws IOException {
    Path data = Files.createDirectory(folder.resolve("d"));
    List<List<String>> asked = new CopyOnWriteArrayList<>();
    LongCommand node =
        (words, progress) -> {
          asked.add(words);
          return switch (asked.size()) {
            case 1 -> new ControlAnswer.Done(List.of("kept", "version 3"));
            case 2 -> new ControlAnswer.Done(List.of("open", "version 4", "Z2 error"));
            default -> new ControlAnswer.Refused("the node has no model of the plant");
          };
        };
    try (ControlServer _ =
        ControlServer.start(data, Map.of(), Map.of("plant", node)).orElseThrow()) {
      assertThat(run("check", "--data", data.toString())).isEqualTo(ExitCode.OK);
      assertThat(out.toString().strip()).isEqualTo("version 3");
      assertThat(run("check", "--data", data.toString())).isEqualTo(ExitCode.NO);
      assertThat(out.toString().lines()).containsExactly("version 4", "Z2 error");
      assertThat(run("check", "--data", data.toString())).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("no model");
      assertThat(asked).allMatch(List.of("check")::equals);
    }
    assertThat(run("check", "--json")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("plant check of a node takes no --json");
    assertThat(run("check", "--on", "2027-06-30")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("plant check of a node takes no --on");
  }
}
