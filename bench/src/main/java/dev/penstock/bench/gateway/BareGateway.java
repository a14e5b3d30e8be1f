package dev.penstock.bench.gateway;

import dev.penstock.bench.peer.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The limit: the same requests, and as many bytes to a file and to the broker. */
final class BareGateway implements Publishing {
  private static final List<String> JVM = List.of("-Xms48m");

  private final Stage stage;
  private final Tags tags;
  private @Nullable Child child;

  BareGateway(Stage stage, Tags tags) {
    this.stage = stage;
    this.tags = tags;
  }

  @Override
  public void start(Path folder) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(stage.relay().port()));
    arguments.add(Long.toString(tags.periodMs()));
    arguments.add(folder.resolve("appended").toString());
    // Where each request begins, how much it reads, and how many of the floats are tags.
    arguments.add(
        tags.fetches().stream()
            .map(each -> each.address() + ":" + each.quantity() + ":" + each.points().count())
            .collect(Collectors.joining(",")));
    stage.ports().subList(0, tags.devices()).forEach(port -> arguments.add(port.toString()));
    Child started = Child.start(stage.children(), BareProcess.class, JVM, arguments);
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
  public Map<String, Double> figures() {
    return Map.of();
  }

  @Override
  public String said() {
    return "nothing";
  }

  @Override
  public void stop() throws IOException, InterruptedException {
    child().stop();
    child = null;
  }
}
