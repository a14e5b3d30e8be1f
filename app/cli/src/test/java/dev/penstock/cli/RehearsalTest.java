package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @TempDir private Path folder;

  @Test
  void aNodeIsStartedUsedStoppedAndStartedAgain() throws Exception {
    var rehearsal = new Rehearsal(folder.resolve("data"));
    assertThat(rehearsal.play()).as(rehearsal.said()).isZero();
    assertThat(rehearsal.said())
        .contains(
            "POST /api/v1/events?source=rehearsal&point=start: HTTP/1.1 201",
            "GET /log/checkpoint: HTTP/1.1 200",
            "GET /health/ready: HTTP/1.1 200",
            "GET /metrics: HTTP/1.1 200",
            "GET /api/v1/records: HTTP/1.1 200",
            "verdict  SELF-CONSISTENT")
        .containsSubsequence("ready in", "stopped in order", "ready in", "stopped in order");
  }
}
