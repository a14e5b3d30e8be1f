package dev.penstock.bench.soak;

import dev.penstock.bench.harness.Json;
import dev.penstock.bench.journal.BenchFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a node for a time while its broker comes and goes, and judges what it kept. */
@Command(
    name = "soak",
    description = "a node for N minutes, its broker restarted: nothing lost, flat heap",
    footer = {
      "",
      "The last line is one JSON object. See docs/performance.md.",
      "Exit codes: 0 all is sealed and nothing grew, 1 something was lost, grew or was",
      "            found by fsck, 2 unusable settings, 3 the run was not finished."
    })
public final class SoakCommand implements Callable<Integer> {
  private static final int NOT_SOUND = 1;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double minutes = 5;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Messages a second (default: ${DEFAULT-VALUE}).")
  private long rate = 2_000;

  @Option(
      names = "--restart-every",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds between restarts of the broker (default: ${DEFAULT-VALUE}).")
  private double restartSeconds = 30;

  @Option(
      names = "--broker-queue",
      paramLabel = "N",
      defaultValue = "0",
      description = "Messages it keeps for a node that is away (default: all).")
  private long brokerQueue;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of how long the broker stays away (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--dir", paramLabel = "DIR", description = "Where its files go (default: here).")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    SoakPlan plan = plan();
    Path own = Files.createTempDirectory(folder.toAbsolutePath(), "penstock-soak-");
    try {
      SoakRun.Seen seen =
          new SoakRun(
                  plan,
                  own,
                  line -> {
                    out.println(line);
                    out.flush();
                  })
              .run();
      print(plan, seen, out);
      return seen.verdict().isSound() ? 0 : NOT_SOUND;
    } finally {
      BenchFolder.delete(own);
    }
  }

  private SoakPlan plan() {
    try {
      return new SoakPlan(
          Duration.ofMillis((long) (minutes * 60_000)),
          rate,
          Duration.ofMillis((long) (restartSeconds * 1_000)),
          brokerQueue,
          seed);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static void print(SoakPlan plan, SoakRun.Seen seen, PrintWriter out) {
    Verdict verdict = seen.verdict();
    verdict.findings().forEach(finding -> out.println("FINDING  " + finding));
    out.println(
        verdict.isSound()
            ? "verdict  SOUND: every acknowledged message is sealed, and nothing grew"
            : "verdict  NOT SOUND");
    Losses losses = verdict.losses();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("bench", "soak");
    json.put("value", losses.sealed());
    json.put("unit", "messages sealed");
    json.put("limit", losses.acknowledged());
    json.put(
        "ratio", losses.acknowledged() == 0 ? 0 : (double) losses.sealed() / losses.acknowledged());
    if (!verdict.isSound()) {
      json.put("reason", String.join("; ", verdict.findings()));
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("minutes", plan.length().toMillis() / 60_000.0);
    settings.put("rate", plan.perSecond());
    settings.put("restart_every_s", plan.restartEvery().toMillis() / 1_000.0);
    settings.put("broker_queue", plan.brokerQueue());
    settings.put("seed", plan.seed());
    json.put("settings", settings);
    json.put("published", seen.published());
    json.put("acknowledged", losses.acknowledged());
    json.put("sealed", losses.sealed());
    json.put("lost", losses.lost());
    json.put("invented", losses.invented());
    json.put("copies", losses.copies());
    json.put("sent_again", seen.sentAgain());
    json.put("restarts", seen.restarts());
    put(json, "heap", verdict.heap());
    put(json, "process", verdict.resident());
    out.println(Json.write(json));
    out.flush();
  }

  private static void put(Map<String, Object> json, String name, Optional<Growth> growth) {
    growth.ifPresent(known -> {
      json.put(name + "_first_mb", known.firstBytes() / 1e6);
      json.put(name + "_last_mb", known.lastBytes() / 1e6);
      json.put(name + "_bound_mb", known.boundBytes() / 1e6);
    });
  }
}
