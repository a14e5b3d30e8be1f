package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.testkit.HeldPorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@Execution(ExecutionMode.CONCURRENT)
class ControlCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void aNodeTellsHowItIsAndEndsWhenAskedTo() throws Exception {
    Path made = Files.createDirectories(folder.resolve("data"));
    // A port of its own: another node of this machine may have the usual one.
    Path _ =
        Files.writeString(
            made.resolve("penstock.yaml"),
            "version: 1\norigin: plant7.example/log\nhttp: {port: " + HeldPorts.next() + "}\n");
    String data = made.toString();
    var running = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    int[] code = {-1};
    Thread node =
        Thread.ofVirtual()
            .start(() -> {
              UpCommand.Stop stop =
                  time -> {
                    running.countDown();
                    return never.await(50, TimeUnit.MILLISECONDS);
                  };
              code[0] =
                  new CommandLine(new UpCommand(stop))
                      .setOut(new PrintWriter(new StringWriter(), true))
                      .setErr(new PrintWriter(new StringWriter(), true))
                      .execute("--data", data, "--origin", "plant7.example/log");
            });
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run(new StatusCommand(), "--data", data)).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("log         plant7.example/log", "sealed      ", "journal     ", "clock       ")
        .contains("note        no published head is kept outside");
    assertThat(run(new StatusCommand(), "--topics", "--data", data)).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("no broker is listened to");
    assertThat(run(new CommandCommand(), "write", "plc-1", "level", "7", "--data", data))
        .isEqualTo(ExitCode.NO);
    assertThat(err.toString()).contains("point-unknown: no device that is connected");
    assertThat(run(new CommandCommand(), "show", "0".repeat(32), "--data", data))
        .isEqualTo(ExitCode.NO);
    assertThat(run(new NoticesCommand(), "list", "--data", data)).isEqualTo(ExitCode.OK);
    assertThat(run(new NoticesCommand(), "test", "mail", "--data", data)).isEqualTo(ExitCode.NO);
    assertThat(run(new UserCommand(), "code", "--data", data))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(run(new StopCommand(), "--data", data)).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("the node will end in order", "it has ended");
    node.join();
    assertThat(code[0]).isEqualTo(ExitCode.OK);
    assertThat(run(new StatusCommand(), "--data", data)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(run(new StopCommand(), "--data", data)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no node runs on " + data);
  }

  @Test
  void aCommandTakesItsWordsAndANode() {
    String data = folder.toString();
    assertThat(run(new CommandCommand(), "write", "plc-1", "level", "--data", data))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(run(new CommandCommand(), "show", "1", "--wait", "--data", data))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("command write SOURCE POINT VALUE");
    assertThat(run(new CommandCommand(), "write", "plc-1", "level", "7", "--data", data))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no node runs on " + data);
  }

  @Test
  void noticesTakeTheirWordsAndANode() {
    String data = folder.toString();
    assertThat(run(new NoticesCommand(), "list", "more", "--data", data))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "penstock: say 'notices list', 'notices acknowledge KIND SUBJECT' or 'notices test"
                + " CHANNEL'");
    assertThat(run(new NoticesCommand(), "list", "--data", data)).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("no node runs on " + data);
  }

  @Test
  void aUserCommandKnowsOneWord() {
    assertThat(run(new UserCommand(), "codes", "--data", folder.toString()))
        .isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("penstock: WHAT is \"codes\", must be code");
  }
}
