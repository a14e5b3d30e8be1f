package dev.penstock.bench.gateway;

import dev.penstock.bench.harness.Json;
import dev.penstock.framesmodbus.plan.Fetch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The peer: Node-RED with a timer, a function that reads one device by modbus-serial, and its own
 * MQTT output. It reads the same requests at the same pace and says the same of each value, but for
 * what tells values apart; it keeps, seals and decides nothing.
 */
final class NodeRed implements Publishing {
  private static final long END_SECONDS = 10;
  private static final double MILLIS = 1_000;

  private final Stage stage;
  private final Tags tags;
  private final Path scripts;
  private @Nullable Process process;
  private @Nullable Path log;

  NodeRed(Stage stage, Tags tags, Path scripts) {
    this.stage = stage;
    this.tags = tags;
    this.scripts = scripts;
  }

  /** Where it is installed in a checkout. */
  static Path scripts() {
    return Path.of(System.getProperty("penstock.root", "."))
        .toAbsolutePath()
        .resolve("it/peers/node-red");
  }

  static boolean isInstalled(Path scripts) {
    return Files.isDirectory(scripts.resolve("node_modules/node-red"));
  }

  @Override
  public void start(Path folder) throws IOException, InterruptedException {
    Path flow = folder.resolve("flow.json");
    Process written =
        stage
            .children()
            .start(
                new ProcessBuilder(
                        "node",
                        "flow.mjs",
                        Double.toString(tags.periodMs() / MILLIS),
                        Integer.toString(stage.relay().port()))
                    .directory(scripts.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .redirectOutput(flow.toFile()));
    if (written.waitFor() != 0) {
      throw new IOException("the flow for Node-RED was not made, see above");
    }
    Path said = folder.resolve("said");
    var builder =
        new ProcessBuilder(
                "node",
                "node_modules/node-red/red.js",
                "--settings",
                scripts.resolve("settings.cjs").toString(),
                "--userDir",
                folder.toString(),
                flow.toString())
            .directory(scripts.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    Map<String, String> environment = builder.environment();
    String _ = environment.put("PENSTOCK_PLAN", plan());
    String _ = environment.put("PENSTOCK_DEVICE", stage.ports().getFirst().toString());
    String _ = environment.put("PENSTOCK_TOPIC", "bench/" + Tags.source(0));
    log = said;
    process = stage.children().start(builder);
  }

  /** Its requests, and the addresses of the tags in each. */
  private String plan() {
    List<Integer> addresses = tags.addresses();
    List<Map<String, Object>> blocks = new ArrayList<>();
    int at = 0;
    for (Fetch fetch : tags.fetches()) {
      int next = at + fetch.points().count();
      blocks.add(
          Map.of(
              "first", fetch.address(),
              "count", fetch.quantity(),
              "tags", addresses.subList(at, next)));
      at = next;
    }
    return Json.write(blocks);
  }

  private Process process() {
    return Objects.requireNonNull(process, "start comes first");
  }

  @Override
  public ProcessHandle handle() {
    return process().toHandle();
  }

  @Override
  public Map<String, Double> figures() {
    return Map.of();
  }

  @Override
  public String said() throws IOException {
    return Files.readString(Objects.requireNonNull(log, "start comes first")).strip();
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    process().destroy();
    if (!process().waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("Node-RED does not end");
    }
    process = null;
  }
}
