package dev.penstock.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.log.FsckCommand;
import dev.penstock.cli.log.RestoreCommand;
import dev.penstock.signature.JdkSignatures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import picocli.CommandLine;

/** The drill of docs/backup.md, and what goes wrong in it. */
@Execution(ExecutionMode.CONCURRENT)
class BackupCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path temp;
  private Path data;

  @BeforeEach
  void makeSettings() throws IOException {
    data = temp.resolve("data");
    Path _ = Files.createDirectories(data);
    Path _ =
        Files.writeString(
            data.resolve("penstock.yaml"),
            "version: 1\norigin: plant7.example/log\nhttp: {enabled: false}\n");
  }

  private int run(Object command, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  private String at(String name) {
    return temp.resolve(name).toString();
  }

  private int backUp(String to, String keys) {
    return run(new BackupCommand(), "--data", at("data"), "--to", at(to), "--keys", at(keys));
  }

  private int restore(String backup, String to, String keys) {
    return run(
        new RestoreCommand(JdkSignatures::new),
        at(backup),
        "--data",
        at(to),
        "--keys",
        at(keys),
        "--reason",
        "a drill",
        "--approver",
        "ana",
        "--approver",
        "ben");
  }

  private int fsck(String folder) {
    return run(new FsckCommand(JdkSignatures::new, Map.of()), at(folder));
  }

  private int up(String folder) {
    return run(new UpCommand(time -> true), "--data", at(folder));
  }

  @Test
  void theDrillWorksBesideARunningNode() throws Exception {
    var running = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    Thread node =
        Thread.ofVirtual()
            .start(() -> {
              UpCommand.Stop stop =
                  time -> {
                    running.countDown();
                    return end.await(50, TimeUnit.MILLISECONDS);
                  };
              int _ =
                  new CommandLine(new UpCommand(stop))
                      .setOut(new PrintWriter(new StringWriter(), true))
                      .setErr(new PrintWriter(new StringWriter(), true))
                      .execute("--data", at("data"));
            });
    assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
    try {
      assertThat(backUp("copy", "keys.zip")).as(err.toString() + out).isEqualTo(ExitCode.OK);
      assertThat(out.toString())
          .contains(
              "log     plant7.example/log", "head    size ", "whole", "keep it apart", "vault/");
      assertThat(backUp("copy", "more.zip")).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString()).contains("is there already; nothing is overwritten");
      assertThat(backUp("copy2", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    } finally {
      end.countDown();
      node.join();
    }
    assertThat(fsck("copy")).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("backup   of ", "journal  ", "extents  ", "SELF-CONSISTENT only")
        .doesNotContain("FINDING");
    assertThat(restore("copy", "new", "keys.zip")).as(err.toString() + out).isEqualTo(ExitCode.OK);
    assertThat(out.toString())
        .contains("new log plant7.example/log/r2", "entry 0 binds plant7.example/log at size ");
    assertThat(up("new")).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(out.toString()).contains("log     plant7.example/log/r2");
    assertThat(fsck("new")).isEqualTo(ExitCode.NO);
    assertThat(out.toString())
        .contains("before   plant7.example/log, ", "SELF-CONSISTENT only")
        .doesNotContain("FINDING");
  }

  @Test
  void whatCannotBeDoneIsSaidInOneLine() throws Exception {
    assertThat(backUp("copy", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("is no data folder");
    assertThat(up("data")).as(err.toString()).isEqualTo(ExitCode.OK);
    for (String inside : new String[] {"data/copy", "data", "."}) {
      assertThat(backUp(inside, "keys.zip")).as(inside).isEqualTo(ExitCode.UNUSABLE);
      assertThat(err.toString().lines()).as(inside).hasSize(1);
    }
    Path _ = Files.createSymbolicLink(temp.resolve("link"), data);
    assertThat(backUp("link/copy", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("lies in the folder that is to be backed up");
    assertThat(backUp("nowhere/copy", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("there is no folder");
    assertThat(backUp("copy", "copy/keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("must not lie in the backup");
    assertThat(temp.resolve("copy")).doesNotExist();
    Path _ = Files.createDirectory(temp.resolve("copy.unfinished"));
    assertThat(backUp("copy", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("was cut off; remove it first");
  }

  @Test
  void aDamagedBackupIsNotRestored() throws Exception {
    assertThat(up("data")).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(backUp("copy", "keys.zip")).as(err.toString()).isEqualTo(ExitCode.OK);
    assertThat(restore("copy", "new", "none.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("there is no file of keys");
    assertThat(restore("data", "new", "keys.zip")).isEqualTo(ExitCode.UNUSABLE);
    assertThat(err.toString()).contains("is no backup");
    Path file = temp.resolve("copy/penstock.yaml");
    Path _ = Files.writeString(file, Files.readString(file).replace("plant7", "plant8"));
    assertThat(restore("copy", "new", "keys.zip")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("penstock.yaml has other bytes", "not restored");
    assertThat(fsck("copy")).isEqualTo(ExitCode.NO);
    assertThat(out.toString()).contains("FINDING", "NOT VERIFIED");
    assertThat(temp.resolve("new")).doesNotExist();
  }
}
