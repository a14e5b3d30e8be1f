package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.flow.shred.ShredPolicy;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.yaml.SettingsFile;
import dev.penstock.yaml.SettingsFile.Reading;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

/** What a person sees who has values shredded, and what is refused before anything happens. */
@Execution(ExecutionMode.CONCURRENT)
class ShredCommandTest {
  @TempDir private Path temp;
  private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void makeSettings() throws IOException {
    data = temp.resolve("data");
    Path _ = Files.createDirectories(data);
    Path _ =
        Files.writeString(
            data.resolve("penstock.yaml"),
            """
            version: 1
            origin: plant7.example/log
            http: {enabled: false}
            shreddable: {sources: ['badge*']}
            """);
  }

  private int run(String from, String to, String by, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var args = new ArrayList<>(List.of("--data", data.toString(), "--source", "badge-7"));
    args.addAll(List.of("--from", from, "--to", to, "--by", by, "--reason", "asked for"));
    args.addAll(List.of(more));
    return new CommandLine(new ShredCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args.toArray(String[]::new));
  }

  private void assertRefused(int exitCode, String why) {
    assertThat(exitCode).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).startsWith("penstock: ").contains(why).hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLine() {
    String day = "2026-03-03T00:00:00Z";
    String next = "2026-03-04T00:00:00Z";
    assertRefused(run("yesterday", next, "Ana"), "--from yesterday is no time");
    assertRefused(run(day, "2026", "Ana"), "--to 2026 is no time");
    assertRefused(run(next, day, "Ana"), "must be after");
    assertRefused(run(day, next, " "), "the name of who wants it");
    assertRefused(run(day, next, "Ana", "--dry-run", "--yes"), "contradict");
    assertRefused(run(day, next, "Ana"), "is no data folder");
  }

  @Test
  void aNodeMustRunForTheLedgerMustHearOfIt() throws Exception {
    var reading = SettingsFile.read(data.resolve("penstock.yaml"), NodeSettings::of);
    NodeSettings settings = ((Reading.Valid<NodeSettings>) reading).settings();
    assertThat(settings.shreddable().covers("badge-7")).isTrue();
    assertThat(settings.shreddable().period()).isEqualTo(ShredPolicy.PERIOD_DEFAULT);
    try (Node _ = Node.start(data, settings, Node.Machine.here())) {
      assertRefused(
          run("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z", "Ana", "--yes"),
          "no source is called badge-7");
    }
    assertRefused(
        run("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z", "Ana", "--yes"), "start it first");
  }
}
