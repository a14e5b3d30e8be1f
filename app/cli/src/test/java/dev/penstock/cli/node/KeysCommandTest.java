package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.log.FsckCommand;
import dev.penstock.flow.continuity.TrustFile;
import dev.penstock.node.Node;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.signature.JdkSignatures;
import dev.penstock.yaml.SettingsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysCommandTest {
  private static final Pattern OLD = Pattern.compile("old {5}(\\S+)");
  private static final Pattern NEW = Pattern.compile("new {5}(\\S+)");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(Object command, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private int fsck(String... args) {
    return run(new FsckCommand(JdkSignatures::new, Map.of()), args);
  }

  private String found(Pattern pattern) {
    Matcher matcher = pattern.matcher(out.toString());
    assertThat(matcher.find()).as(out.toString()).isTrue();
    return matcher.group(1);
  }

  @Test
  void afterARotationWhoHasTheOldKeyStillVerifies() {
    String data = folder.resolve("data").toString();
    assertThat(run(new UpCommand(time -> true), "--data", data, "--origin", "plant7.example/log"))
        .isEqualTo(ExitCode.OK);
    assertThat(run(new KeysCommand(), "rotate", "--data", data))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    String old = found(OLD);
    String now = found(NEW);
    assertThat(now).startsWith("plant7.example/log+").isNotEqualTo(old);
    assertThat(run(new UpCommand(time -> true), "--data", data)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("key     " + now);
    assertThat(run(new KeysCommand(), "rotate", "--ml-dsa", "--data", data)).isEqualTo(ExitCode.OK);
    String mlDsa = found(NEW);
    for (String key : new String[] {old, now}) {
      assertThat(fsck(data, "--key", key)).as(out.toString()).isEqualTo(ExitCode.OK);
    }
    assertThat(fsck(data, "--key", old, "--key", mlDsa)).isEqualTo(ExitCode.OK);
    assertThat(fsck(data, "--key", mlDsa)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no --key is an Ed25519 key of a log", "penstock up");
  }

  @Test
  void whereNothingCanBeRotatedItIsSaidInOneLine() {
    assertThat(run(new KeysCommand(), "rotate", "--data", folder.toString()))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString().lines()).singleElement().asString().contains("no node's folder");
    assertThat(run(new KeysCommand(), "destroy", "--data", folder.toString()))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("only show and rotate");
  }

  @Test
  void theKeysThatAnAuditorNeedsAreShownWhetherTheNodeRunsOrNot() throws Exception {
    Path data = folder.resolve("data");
    assertThat(run(new KeysCommand(), "show", "--data", data.toString()))
        .isEqualTo(ExitCode.UNUSABLE);
    NodeSettings settings;
    assertThat(
            run(
                new UpCommand(time -> true),
                "--data",
                data.toString(),
                "--origin",
                "plant7.example/log"))
        .isEqualTo(ExitCode.OK);
    assertThat(run(new KeysCommand(), "show", "--data", data.toString())).isEqualTo(ExitCode.OK);
    String stopped = out.toString();
    assertThat(TrustFile.decode(stopped.getBytes(StandardCharsets.UTF_8)).toOptional()).isPresent();
    settings =
        ((SettingsFile.Reading.Valid<NodeSettings>)
                SettingsFile.read(data.resolve(UpCommand.SETTINGS), NodeSettings::of))
            .settings();
    try (Node node = Node.start(data, settings, Node.Machine.here())) {
      assertThat(run(new KeysCommand(), "show", "--data", data.toString())).isEqualTo(ExitCode.OK);
      assertThat(out.toString()).isEqualTo(stopped).isEqualTo(node.trust());
    }
  }
}
