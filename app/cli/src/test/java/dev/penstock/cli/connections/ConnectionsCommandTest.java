package dev.penstock.cli.connections;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.cli.exit.ExitCode;
import dev.penstock.testkit.Vectors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConnectionsCommandTest {
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private static final String PLANT =
      """
      format: penstock-plant-2
      organisation: {id: org, name: Org}
      site: {id: east, name: East}
      zones:
        - {id: control, name: Control}
        - {id: dmz, name: DMZ}
        - {id: field, name: Field}
      conduits:
        - {id: c, name: C, between: [control, field]}
      assets:
        - {id: filter-plc, name: PLC, zone: field}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(new ConnectionsCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** The example of docs/connections.md. */
  private static String example() throws IOException {
    String guide = Files.readString(Vectors.root().resolve("docs/connections.md"));
    Matcher example = EXAMPLE.matcher(guide);
    assertThat(example.find()).isTrue();
    return example.group(1);
  }

  @Test
  void theExampleOfTheGuideIsSoundAndHasTheDigestOfItsVector() throws IOException {
    JsonNode vectors =
        new ObjectMapper()
            .readTree(
                Vectors.root()
                    .resolve("docs/formats/vectors/connections/connections.json")
                    .toFile());
    assertThat(run("check", file("c.yaml", example()))).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("c.yaml: sound")
        .contains("points        3")
        .contains("digest        " + vectors.get(1).get("sha256").asText());
  }

  @Test
  void whatFitsThePlantIsSoundAndWhatDoesNotIsTold() throws IOException {
    String connections = file("c.yaml", example());
    assertThat(run("check", connections, "--plant", file("p.yaml", PLANT))).isEqualTo(ExitCode.OK);
    String other = file("o.yaml", PLANT.replace("filter-plc", "another"));
    assertThat(run("check", connections, "--plant", other)).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("c.yaml:3:5: devices[plc-1].asset: there is no asset 'filter-plc'");
  }

  @Test
  void everyFaultIsToldWithItsLine() throws IOException {
    String faulty = example().replace("holding:100", "40000").replace("fast: 500", "fast: 5");
    assertThat(run("check", file("c.yaml", faulty))).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .anyMatch(line -> line.contains("c.yaml:11:13: devices[plc-1].rates.fast: "));
    assertThat(run("check", "--json", file("d.yaml", faulty))).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).startsWith("{\"file\":").contains("\"sound\":false");
  }

  @Test
  void theFormattedFileSaysTheSame() throws IOException {
    String given = file("c.yaml", example());
    assertThat(run("format", given)).isEqualTo(ExitCode.OK);
    String formatted = out.toString();
    assertThat(run("diff", given, file("f.yaml", formatted))).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualToIgnoringNewLines("no difference");
    assertThat(run("format", folder.resolve("f.yaml").toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).isEqualTo(formatted);
  }

  @Test
  void aDifferenceIsToldByDevice() throws IOException {
    String old = file("old.yaml", example());
    String now = file("new.yaml", example().replace("deadband: 0.1", "deadband: 0.2"));
    assertThat(run("diff", old, now)).isEqualTo(ExitCode.NO);
    assertThat(out.toString().lines())
        .containsExactly(
            "~ device plc-1: points added 0, removed 0, changed 1",
            "    ~ points[set point].deadband: 0.1 -> 0.2");
    assertThat(run("diff", old, now, "--json")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("\"changed\":1");
  }

  @Test
  void aTableOfPointsGoesOutAndComesBack() throws IOException {
    String given = file("c.yaml", example());
    String table = folder.resolve("points.csv").toString();
    assertThat(run("points", "export", given, "plc-1", "--out", table)).isEqualTo(ExitCode.OK);
    assertThat(run("points", "import", table, given, "plc-1")).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("no difference");
    String changed =
        file("changed.csv", Files.readString(Path.of(table)).replace("holding:110", "holding:112"));
    assertThat(run("points", "import", changed, given, "plc-1")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("points[set point].address: holding:110 -> holding:112");
    String made = folder.resolve("made.yaml").toString();
    assertThat(run("points", "import", changed, given, "plc-1", "--out", made))
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readString(Path.of(made))).contains("holding:112");
    assertThat(run("points", "import", changed, given, "plc-1", "--out", made))
        .isEqualTo(ExitCode.UNUSABLE);
    String one = file("one.csv", "name\nlevel\nlevel low\n");
    assertThat(run("points", "import", one, given, "plc-1", "--replace")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("points added 0, removed 1, changed 0");
  }

  /** The example, with what a host of Sparkplug gets as one value. */
  private static String composed() throws IOException {
    return example()
        .replace(
            "proxies:",
            """
              - id: scada
                protocol: sparkplug
                zone: dmz
                at: {broker: "mqtt.example:8883", group: works}
                send: [plc-1]
                templates:
                  - {name: Filter, members: {Level: Double, Low: Boolean}}
                instances:
                  - device: plc-1
                    name: Filter 1
                    template: Filter
                    members: {Level: level, Low: level low}
            proxies:\
            """);
  }

  @Test
  void templatesAreCheckedFormattedAndCompared() throws IOException {
    String given = file("c.yaml", composed());
    assertThat(run("check", given)).isEqualTo(ExitCode.OK);
    assertThat(run("format", given)).isEqualTo(ExitCode.OK);
    assertThat(run("diff", given, file("f.yaml", out.toString()))).isEqualTo(ExitCode.OK);
    String other = file("o.yaml", composed().replace("Level: Double", "Level: Float"));
    assertThat(run("diff", given, other)).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("~ templates[Filter].members.Level: Double -> Float");
    String faulty = composed().replace("Level: Double", "Level: Int16");
    assertThat(run("check", file("x.yaml", faulty))).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("destinations[scada].instances[Filter 1].members.Level: the member is Int16,");
  }

  /** Nothing is written that could not be read again. */
  @Test
  void aTableThatTakesAMemberAwayIsRefused() throws IOException {
    String given = file("c.yaml", composed());
    String table = file("t.csv", "name\nset point\n");
    String made = folder.resolve("made.yaml").toString();
    assertThat(run("points", "import", table, given, "plc-1", "--replace", "--out", made))
        .isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("the instance 'Filter 1' of 'scada': there is no point 'level' on 'plc-1'");
    assertThat(Path.of(made)).doesNotExist();
  }

  @Test
  void aFaultyTableIsToldWithItsLines() throws IOException {
    String given = file("c.yaml", example());
    String table = file("t.csv", "name,address\nlevel,nowhere\n");
    assertThat(run("points", "import", table, given, "plc-1")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("t.csv:2:2: points[level].address: ");
  }

  @Test
  void whatMeansNothingIsRefused() throws IOException {
    String given = file("c.yaml", example());
    assertThat(run("diff", given)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(run("check", given, "--replace")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("connections check takes no --replace");
    assertThat(run("points", "export", given, "plc-9")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(run("mend", given)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(run("check", file("p.yaml", PLANT))).isEqualTo(ExitCode.UNUSABLE);
    assertThat(run("check", folder.resolve("none.yaml").toString())).isEqualTo(ExitCode.UNUSABLE);
  }
}
