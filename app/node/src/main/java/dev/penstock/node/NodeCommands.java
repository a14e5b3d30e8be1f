package dev.penstock.node;

import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlServer;
import dev.penstock.node.control.LongCommand;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands by which its user reaches a running node over the control socket. It is made before
 * the other parts and closed after them: that its socket is gone says that the node has ended.
 */
final class NodeCommands implements Closeable {
  // Owned by the thread that starts and closes the node.
  private @Nullable ControlServer server;

  private volatile boolean isStopWanted;

  /** What the commands are about. */
  record Ground(
      DataFolder folder, Stores stores, Bundles bundles, List<Named> more, InstantSource clock) {
    Ground {
      more = List.copyOf(more);
    }
  }

  /** A command that brings what it is about. */
  record Named(String name, LongCommand command) {}

  /**
   * Takes commands from now on.
   *
   * @return what the operator should know when it cannot
   */
  Optional<String> start(Path path, Node node, Ground ground) throws IOException {
    Optional<ControlServer> started = ControlServer.start(path, quick(node), slow(node, ground));
    server = started.orElse(null);
    return started.isEmpty()
        ? Optional.of("the folder's path is too long for commands to reach this node")
        : Optional.empty();
  }

  private Map<String, Function<List<String>, ControlAnswer>> quick(Node node) {
    return Map.of(
        "status", words -> new ControlAnswer.Done(StatusLines.of(node)),
        "topics", words -> new ControlAnswer.Done(StatusLines.topics(node)),
        "set-up-code", words -> node.doors().newSetUpCode(),
        "trust", words -> new ControlAnswer.Done(node.trust().lines().toList()),
        "stop",
            words -> {
              isStopWanted = true;
              return new ControlAnswer.Done(List.of("the node will end in order"));
            });
  }

  private static Map<String, LongCommand> slow(Node node, Ground ground) {
    Map<String, LongCommand> all = new HashMap<>();
    all.put("backup", new BackupCommand(ground.folder(), ground.stores(), ground.clock()));
    all.put("notices-test", node.doors()::testNotice);
    all.put("bundle", new BundleCommand(ground.bundles()));
    ground.more().forEach(each -> all.put(each.name(), each.command()));
    return Map.copyOf(all);
  }

  /** Whether somebody on this machine asked the node to end. */
  boolean isStopWanted() {
    return isStopWanted;
  }

  @Override
  public void close() throws IOException {
    ControlServer started = server;
    if (started != null) {
      started.close();
    }
  }
}
