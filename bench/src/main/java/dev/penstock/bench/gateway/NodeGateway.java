package dev.penstock.bench.gateway;

import dev.penstock.bench.peer.Child;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The product. */
final class NodeGateway implements Publishing {
  /** What the launcher gives. */
  private static final List<String> JVM =
      List.of(
          "-Xms48m",
          "-XX:MaxNewSize=64m",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:G1ExpandByPercentOfAvailable=0",
          "--enable-native-access=ALL-UNNAMED",
          "-Dcom.amazon.corretto.crypto.provider.registerEdKeyFactory=true");

  /** More options of its virtual machine, for who looks for what is slow. */
  private static final String MORE = "PENSTOCK_BENCH_JVM";

  private static final Pattern OVERRUNS = Pattern.compile("overruns ([0-9]+)");
  private static final Pattern BEHIND = Pattern.compile("behind ([0-9]+)");

  private final Stage stage;
  private final Tags tags;
  private final int rules;
  private @Nullable Child child;
  private @Nullable Path data;

  /**
   * Not started.
   *
   * @param rules of the policy that the node is held to
   */
  NodeGateway(Stage stage, Tags tags, int rules) {
    this.stage = stage;
    this.tags = tags;
    this.rules = rules;
  }

  @Override
  public void start(Path folder) throws IOException, InterruptedException {
    Path plant = Files.writeString(folder.resolve("plant.yaml"), Tags.plant(rules));
    String written = tags.connections(stage.ports(), stage.relay().port());
    Path connections = Files.writeString(folder.resolve("connections.yaml"), written);
    Path here = folder.resolve("data");
    data = here;
    List<String> jvm = new ArrayList<>(JVM);
    String more = System.getenv(MORE);
    if (more != null) {
      jvm.addAll(List.of(more.split(" ", -1)));
    }
    Child started =
        Child.start(
            stage.children(),
            GatewayProcess.class,
            jvm,
            List.of(here.toString(), plant.toString(), connections.toString()));
    child = started;
    var _ = started.await("ready", 1);
  }

  private Child child() {
    return Objects.requireNonNull(child, "start comes first");
  }

  @Override
  public ProcessHandle handle() {
    return child().handle();
  }

  @Override
  public Map<String, Double> figures() throws IOException, InterruptedException {
    String obstacles = child().ask("obstacles");
    if (!obstacles.isEmpty()) {
      throw new IOException("the node says: " + obstacles);
    }
    String links = said();
    long[] sealed = child().askForNumbers("sealed");
    return Map.of(
        "overruns", sum(OVERRUNS, links),
        "behind", sum(BEHIND, links),
        "sealed_behind", (double) sealed[1]);
  }

  @Override
  public String said() throws IOException {
    Path folder = Objects.requireNonNull(data, "start comes first");
    return switch (ControlClient.ask(folder, List.of("links"))) {
      case ControlAnswer.Done(var lines) -> String.join("\n", lines);
      case ControlAnswer other -> throw new IOException("the node does not tell: " + other);
    };
  }

  private static double sum(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    double sum = 0;
    while (found.find()) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    child().stop();
    child = null;
  }
}
