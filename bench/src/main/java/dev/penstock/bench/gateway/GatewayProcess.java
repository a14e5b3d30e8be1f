package dev.penstock.bench.gateway;

import dev.penstock.bench.peer.Answers;
import dev.penstock.node.Node;
import dev.penstock.node.StartException;
import dev.penstock.node.config.GatewaySettings;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.node.config.PlantSettings;
import dev.penstock.node.config.PlantSettings.Agreement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The product, as a process: a whole node that reads devices by a policy, seals, and sends. */
public final class GatewayProcess {
  private GatewayProcess() {}

  /** Takes the folder, the plant and the connections. */
  public static void main(String[] args) throws IOException, StartException {
    var answers = new Answers();
    var settings =
        NodeSettings.named("bench.example/log")
            .with(new PlantSettings(Optional.of(Path.of(args[1])), Agreement.NOBODY))
            .with(
                new GatewaySettings(
                    Optional.of("control"), Optional.of(Path.of(args[2])), Map.of()));
    try (Node node = Node.start(Path.of(args[0]), settings, Node.Machine.here())) {
      answers.tell("ready");
      answers.giveUntilStopped(
          Map.of(
              "obstacles", () -> String.join("; ", node.obstacles()),
              "sealed", () -> sealed(node)));
    }
    answers.stopped();
  }

  /** How many records are in blocks of the log, and how many are durable and in none yet. */
  private static String sealed(Node node) {
    long sealed = node.sealer().figures().records();
    return sealed + " " + node.intake().figures().waiting();
  }
}
