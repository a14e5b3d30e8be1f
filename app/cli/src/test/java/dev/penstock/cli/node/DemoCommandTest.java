package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.testkit.HeldPorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

@Execution(ExecutionMode.CONCURRENT)
class DemoCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private static String port() throws IOException {
    return String.valueOf(HeldPorts.next());
  }

  /** Looks so many times, a little apart, before it says to stop. */
  private int demo(int looks, String... args) {
    int[] left = {looks};
    var never = new CountDownLatch(1);
    UpCommand.Stop stop =
        time -> {
          boolean _ = never.await(1_500, TimeUnit.MILLISECONDS);
          return left[0]-- <= 0;
        };
    return new CommandLine(new DemoCommand(stop))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void aNewcomerSeesAPlantBeingSealedAndWhereToLook() throws Exception {
    String data = folder.resolve("data").toString();
    assertThat(demo(2, "--data", data, "--port", port(), "--http-port", port()))
        .as(err.toString())
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("a water works with", "mosquitto_sub -p", "penstock fsck", "stopping")
        .containsPattern("[1-9][0-9]* records sealed in [1-9]")
        .contains("everything it sealed is in " + data)
        .contains("a scene at the conduit", "passed    control", "244 of 247 refused")
        .contains("console/proof?place=", "penstock connections links --data " + data)
        .doesNotContain("trouble", "failed    ");
    assertThat(folder.resolve("data/penstock.yaml")).exists();
  }

  @Test
  void theStopCommandEndsItToo() throws Exception {
    String data = folder.toString();
    var ended = new CountDownLatch(1);
    Thread demo =
        Thread.ofVirtual()
            .start(() -> {
              try {
                int _ = demo(1_000, "--data", data, "--port", port(), "--http-port", port());
              } catch (IOException e) {
                throw new AssertionError(e);
              } finally {
                ended.countDown();
              }
            });
    var never = new CountDownLatch(1);
    int code = ExitCode.UNUSABLE;
    for (int i = 0; i < 600 && code != ExitCode.OK; i++) {
      boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      code = new CommandLine(new StopCommand()).execute("--data", data);
    }
    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
    demo.join();
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(demo(0, "--data", folder.toString(), "--port", port, "--http-port", port()))
          .isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("cannot listen on port " + port);
      assertThat(demo(0, "--port", "70000")).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("--port is 70000, must be 1..65535");
    }
  }

  @Test
  void anAttackNeedsNoFolderAndSaysWhenItsPortIsTaken() throws Exception {
    assertThat(demo(0, "--attack", "--data", folder.toString())).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("--attack makes a folder of its own");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(demo(0, "--attack", "--port", port)).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("cannot listen on port " + port);
    }
  }

  @Test
  void eachAttackIsShownWithTheWordsOfWhatCaughtIt() throws Exception {
    assertThat(demo(0, "--attack", "--port", port())).as(out.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("clean     control", "caught    ", "mended    ", "TAMPERED", "ROOT_MISMATCH")
        .contains("passed    control", "by rule chlorine-set-point", "rule never-the-trip")
        .contains("22 attacks, none slipped through");
  }
}
