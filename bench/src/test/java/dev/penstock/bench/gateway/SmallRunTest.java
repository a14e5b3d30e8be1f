package dev.penstock.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.bench.gateway.PacedSide.Watching;
import dev.penstock.bench.harness.BenchCommand;
import dev.penstock.bench.harness.Stopwatch;
import dev.penstock.bench.harness.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The bench as a whole with few tags and a broker of its own: that it measures, not what. */
@Timeout(300)
class SmallRunTest {
  @TempDir private Path folder;

  @Test
  void aNodeAndTheBareLoopBringAllTagsOfTheirDevices() throws Exception {
    var out = new StringWriter();
    var err = new StringWriter();
    var command =
        new BenchCommand(List.of(new GatewayBench()), Stopwatch.ofThisMachine(), (_, _) -> {});
    int exit =
        command
            .commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "gateway",
                "--rounds=1",
                "--seconds=1",
                "--dir=" + folder,
                "--set=devices=2",
                "--set=tags=240",
                "--set=period_ms=100",
                "--set=full_period_ms=0",
                "--set=few_tags=0",
                "--set=beside_tags=0",
                "--set=rules=3",
                "--set=warm_up_s=0",
                "--set=own_broker=1");
    assertThat(exit).as(err.toString()).isZero();
    List<String> lines = out.toString().lines().toList();
    JsonNode json = new ObjectMapper().readTree(lines.getLast());
    assertThat(json.get("broker").asText()).isEqualTo("own");
    assertThat(json.get("steady_checksum").asText()).isNotEqualTo("0");
    assertThat(json.get("messages").asDouble()).isPositive();
    assertThat(json.get("start_s").asDouble()).isPositive();
    assertThat(json.get("rss_mb").asDouble()).isBetween(20.0, 2_000.0);
    assertThat(json.get("p99_ms").asDouble()).isGreaterThanOrEqualTo(json.get("p50_ms").asDouble());
    assertThat(json.get("settings").get("tags").asLong()).isEqualTo(240);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatABrokerMissedIsMadeGoodAndNothingIsLeftOut() throws Exception {
    var tags = new Tags(1, 100, 100, 60);
    try (var stage = new Stage(folder, 1, true)) {
      var node = new PacedSide(stage, new NodeGateway(stage, tags, 0), tags, new Watching("", 0));
      // What is missed for five seconds or less is not late yet.
      var replay = new ReplaySide(stage, node, 6);
      replay.reset();
      long links = stage.relay().links();
      Work work = replay.run(null);
      assertThat(stage.relay().links()).isGreaterThan(links);
      assertThat(work.count()).isPositive();
      assertThat(work.figures().get("replayed")).isGreaterThanOrEqualTo(100);
      replay.end();
    }
  }
}
