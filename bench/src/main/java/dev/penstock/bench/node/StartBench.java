package dev.penstock.bench.node;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A node started as an operator does it: on an empty folder, and after it was killed. */
public final class StartBench implements Bench {
  @Override
  public String name() {
    return "start";
  }

  @Override
  public String purpose() {
    return "a node's start: from the command to ready (ready_s), and its memory when idle (rss_mb)";
  }

  @Override
  public List<Contest> contests(Settings settings) {
    Path launcher = Path.of(System.getProperty("penstock.root", "."), "penstock");
    return List.of(
        new Contest(
            "start",
            "starts/s",
            new StartedNode(launcher, settings.folder().resolve("data")),
            Optional.empty()));
  }
}
