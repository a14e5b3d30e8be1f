package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.bench.bridge.BridgeBench;
import dev.penstock.bench.harness.BenchCommand;
import dev.penstock.bench.harness.Stopwatch;
import dev.penstock.bench.soak.SoakCommand;
import dev.penstock.it.peers.Peers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The benches that need a broker, short: what they count and judge, never how fast it was. */
@Timeout(300)
class BridgeBenchesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @BeforeEach
  void skipWithoutTheBroker() {
    Peers peers = Peers.ofThisMachine();
    assertThat(peers.program("mosquitto")).isExecutable();
    assertThat(peers.program("mosquitto_sub")).isExecutable();
  }

  private int run(String... arguments) {
    var command =
        new BenchCommand(
            List.of(new BridgeBench()), Stopwatch.ofThisMachine(), (pattern, profilers) -> {});
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--dir", folder.toString()));
    return command
        .commandLine(new SoakCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString().lines().toList().getLast());
  }

  @Test
  void aSoakWithARestartOfTheBrokerLosesNothing() throws IOException {
    int exit = run("soak", "--minutes", "0.35", "--restart-every", "8", "--rate", "1000");
    // Whether memory grows is a matter of hours: of it nothing is asked here.
    assertThat(exit).as("%s%n%s", out, err).isBetween(0, 1);
    assertThat(json().get("restarts").asLong()).isBetween(1L, 2L);
    assertThat(json().get("published").asLong()).isEqualTo(21_000);
    assertThat(json().get("acknowledged").asLong()).isEqualTo(21_000);
    assertThat(json().get("sealed").asLong()).isEqualTo(21_000);
    assertThat(json().get("lost").asLong()).isZero();
    assertThat(json().get("heap_last_mb").asDouble()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }

  /** A broker that may keep five messages for a node that is away drops what it acknowledged. */
  @Test
  void aSoakWhoseBrokerDropsMessagesSaysWhichAreLost() throws IOException {
    int exit =
        run(
            "soak",
            "--minutes",
            "0.2",
            "--restart-every",
            "4",
            "--rate",
            "2000",
            "--broker-queue",
            "5");
    assertThat(exit).as("%s%n%s", out, err).isEqualTo(1);
    assertThat(out.toString()).contains("NOT SOUND");
    assertThat(json().get("lost").asLong()).isPositive();
    assertThat(json().get("sealed").asLong() + json().get("lost").asLong()).isEqualTo(24_000);
    assertThat(json().get("reason").asText())
        .contains("that the broker acknowledged are not sealed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theBridgeBenchFindsExactlyWhatItPublished() throws IOException {
    int exit =
        run(
            "bridge",
            "--rounds",
            "1",
            "--seconds",
            "0.5",
            "--set",
            "warm_up_s=1",
            "--set",
            "rate=2000");
    assertThat(exit).as("%s%n%s", out, err).isZero();
    assertThat(json().get("published").asLong())
        .isGreaterThan(5_000)
        .isEqualTo(json().get("sealed_by_fsck").asLong());
    assertThat(json().get("cpu").asDouble()).isPositive();
    assertThat(json().get("cpu_limit").asDouble()).isPositive();
    assertThat(json().get("cpu_peer_limit").asDouble()).isPositive();
    assertThat(json().get("p99_ms").asDouble()).isPositive();
    assertThat(json().get("fdatasync_p99_ms").asDouble()).isPositive();
    assertThat(folder).isEmptyDirectory();
  }
}
