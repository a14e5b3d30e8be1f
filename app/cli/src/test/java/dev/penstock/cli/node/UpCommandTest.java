package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@Execution(ExecutionMode.CONCURRENT)
class UpCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int up(String... args) {
    return new CommandLine(new UpCommand(time -> true))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void aFirstStartNeedsOnlyANameAndTheNextNotEvenThat() {
    String data = folder.resolve("data").toString();
    assertThat(up("--data", data, "--origin", "plant7.example/log"))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("ready in", "log     plant7.example/log", "key     plant7.example/log+")
        .contains("no published head is kept outside", "stopped in order");
    assertThat(up("--data", data)).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(up("--data", data, "--origin", "plant8.example/log")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("--origin is plant8.example/log, the settings say plant7");
  }

  /** Nobody is at a terminal here. */
  @Test
  void eventsAreLinesOnStandardErrorInTheFormThatIsSet() throws Exception {
    String data = folder.resolve("data").toString();
    assertThat(up("--data", data, "--origin", "plant7.example/log")).isEqualTo(ExitCode.OK);
    assertThat(err.toString().lines())
        .anyMatch(line -> line.matches("2[-0-9T:.]+Z info started key=plant7.*text=.*"))
        .anyMatch(line -> line.contains(" info stopped text="));
    err.getBuffer().setLength(0);
    Path _ =
        Files.writeString(
            folder.resolve("data/penstock.yaml"),
            "origin: plant7.example/log\nlog: json\nlog-level: warning\n");
    assertThat(up("--data", data)).isEqualTo(ExitCode.OK);
    assertThat(err.toString().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"))
        .noneMatch(line -> line.contains("\"level\":\"info\""))
        .anyMatch(line -> line.contains("\"event\":\"remark\""));
    assertThat(out.toString()).contains("ready in", "stopped in order");
  }

  @Test
  void aNewcomerWithoutANameIsToldWhatToType() {
    assertThat(up("--data", folder.resolve("data").toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("there is no such file", "--origin plant7.example/log");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void everyFaultOfTheSettingsIsNamed() throws Exception {
    Path file = folder.resolve("penstock.yaml");
    Path _ =
        Files.writeString(
            file, "version: 2\norigin: my log\njournal:\n  plant:\n    bytes: 7\n    agee: 1 d\n");
    assertThat(up("--data", folder.toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines())
        .containsExactly(
            "penstock: "
                + file
                + ":1: version: '2' is not allowed;"
                + " must be a whole number, 1..1",
            "penstock: "
                + file
                + ":2: origin: 'my log' is not allowed; must be the log's name,"
                + " unique for ever, as plant7.example/log"
                + " (1..200 visible ASCII characters without +)",
            "penstock: "
                + file
                + ":5: journal.plant.bytes: '7' is not allowed;"
                + " must be a size, 256 MiB to 1024 TiB, as '20 GiB'",
            "penstock: " + file + ":6: journal.plant.agee: unknown field; did you mean 'age'?");
    assertThat(folder.resolve("ledger")).doesNotExist();
  }
}
