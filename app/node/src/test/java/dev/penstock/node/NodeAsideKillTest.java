package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.node.config.NodeSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A real node in a real process, killed while records of what people did wait for room: what it
 * said to be durable is, what waited is not, and nothing is there in part. Req: 62443-4-2 CR 2.10
 */
@Isolated("it kills a process in the midst of its work, and waits for it")
@Timeout(300)
class NodeAsideKillTest {
  private static final NodeSettings SETTINGS = TestPlant.settings(TestPlant.ORIGIN);
  private static final Duration DAY = Duration.ofHours(24).plusMinutes(1);
  private static final int ASIDE = 40;

  private static Node.Machine machine(Node.Machine.Disk disk, MovedTime time) {
    return new Node.Machine(time, time::ticks, new SecureRandom(), "a test", disk);
  }

  private static Access deed(String object) {
    return new Access(
        null, "sign-out", object, Access.Outcome.GRANTED, null, "192.0.2.7", Details.NONE);
  }

  /** Says a line when it is durable. */
  private static Receipt saying(String line, Semaphore done) {
    return new Receipt() {
      @Override
      public void durable() {
        synchronized (System.out) {
          System.out.println(line);
        }
        done.release();
      }

      @Override
      public void refused(String reason) {
        throw new IllegalStateException(reason);
      }
    };
  }

  /** The process that is killed. */
  static final class Fed {
    private Fed() {}

    public static void main(String[] args) throws Exception {
      var time = new MovedTime();
      var disk = new IllDisk();
      Node node = Node.start(Path.of(args[0]), SETTINGS, machine(disk, time));
      var done = new Semaphore(0);
      mustBeTaken(node.intake().offer(deed("before"), saying("before", done)));
      done.acquire();
      // From here on the next one needs a file, which finds no room.
      disk.isFull = name -> name.equals("journal/segments/prepared.access");
      time.move(DAY);
      for (int i = 0; i < ASIDE; i++) {
        String object = "aside " + i;
        mustBeTaken(node.intake().offer(deed(object), saying(object, done)));
      }
      TestPlant.await(() -> node.intake().accessObstacle().isPresent());
      for (int i = 0; ; i++) {
        String text = "value " + i;
        mustBeTaken(node.intake().offer(TestPlant.heard("plc" + i % 5, text), saying(text, done)));
        done.acquire();
      }
    }

    private static void mustBeTaken(boolean isTaken) {
      if (!isTaken) {
        throw new IllegalStateException("the intake is full");
      }
    }
  }

  private static Process fed(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Fed.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aKillLosesWhatWaitedForRoomAndNothingElse(@TempDir Path folder) throws Exception {
    Set<String> durable = new HashSet<>();
    Process process = fed(folder);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < 200; i++) {
        String line = lines.readLine();
        assertThat(line).as("the node ended by itself").isNotNull();
        boolean _ = durable.add(line);
      }
    } finally {
      Process _ = process.destroyForcibly();
    }
    int _ = process.waitFor();
    assertThat(durable).contains("before").noneMatch(line -> line.startsWith("aside"));
    durable.remove("before");
    var time = new MovedTime();
    time.move(DAY);
    try (Node node = Node.start(folder, SETTINGS, machine(new IllDisk(), time))) {
      TestPlant.await(
          () -> TestPlant.sealedTexts(node.projections().records()).keySet().containsAll(durable));
      var done = new Semaphore(0);
      assertThat(node.intake().offer(deed("after"), saying("after", done))).isTrue();
      done.acquire();
      TestPlant.await(() -> SealedAccess.of(node).stream().anyMatch(NodeAsideKillTest::isAfter));
      assertThat(SealedAccess.of(node))
          .extracting(Access::object)
          .containsExactly("before", "after");
    }
    assertThat(DataCheck.run(folder, (_, _) -> {}).findings()).isEmpty();
  }

  private static boolean isAfter(Access record) {
    return record.object().equals("after");
  }
}
