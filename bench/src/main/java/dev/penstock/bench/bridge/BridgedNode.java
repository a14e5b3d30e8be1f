package dev.penstock.bench.bridge;

import dev.penstock.bench.peer.Answers;
import dev.penstock.mqtt.BrokerLink;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.log.LogForm;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The product, as a process: a whole node that listens to the broker and seals into its folder. The
 * answers only read what the node shows; {@code follow} adds a reader to its journal, as a
 * northbound destination would be one.
 */
public final class BridgedNode {
  /** Names the log of every bench. */
  static final String ORIGIN = "bench.example/log";

  private final Node node;
  private Optional<JournalFollower> follower = Optional.empty();

  private BridgedNode(Node node) {
    this.node = node;
  }

  /** Takes the folder, the port and the root of the topics. */
  public static void main(String[] args) throws IOException, StartException {
    var answers = new Answers();
    var settings =
        NodeSettings.named(ORIGIN)
            .withBrokers(List.of(Links.below(args[2], Integer.parseInt(args[1]))));
    // The log says when the node hears; within a minute it says so once.
    var log =
        new NodeLog(
            LogForm.TEXT,
            LogLevel.INFO,
            InstantSource.system(),
            line -> {
              if (line.contains("listener-up")) {
                answers.tell("up");
              }
            });
    try (Node open = Node.start(Path.of(args[0]), settings, Node.Machine.here(), log)) {
      var bridged = new BridgedNode(open);
      answers.tell("ready " + open.logKey().vkey());
      answers.giveUntilStopped(
          Map.of(
              "received", bridged::received,
              "sealed", bridged::sealed,
              "obstacles", () -> String.join("; ", open.obstacles()),
              "follow", bridged::follow,
              "durable", () -> bridged.follower().durable(),
              "durations", () -> bridged.follower().durations(),
              "heap", BridgedNode::heap));
      if (bridged.follower.isPresent()) {
        bridged.follower().close();
      }
    }
    answers.stopped();
  }

  /** How many messages were heard, and how many of them are not durable yet. */
  private String received() {
    BrokerLink link = node.links().values().iterator().next();
    // In this order: what was heard is then counted as waiting, or is durable.
    long heard = link.counts().messages();
    long waiting = link.counts().waiting() + node.intake().figures().waiting();
    return heard + " " + waiting;
  }

  /** How many records are in blocks of the log, and how many blocks have no index. */
  private String sealed() {
    long records = node.sealer().figures().records();
    long blocks = node.ledger().view().head().size() - node.projections().records().indexed();
    return records + " " + blocks;
  }

  private String follow() throws IOException {
    follower = Optional.of(JournalFollower.start(node.journal()));
    return "following";
  }

  private JournalFollower follower() {
    return follower.orElseThrow(() -> new IllegalStateException("nobody said follow"));
  }

  /** What lives after a collection. */
  private static String heap() {
    System.gc();
    return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
