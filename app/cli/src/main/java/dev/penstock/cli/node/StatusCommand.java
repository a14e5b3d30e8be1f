package dev.penstock.cli.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how a node is, from another terminal. */
@Command(
    name = "status",
    description = "Ask the node on a folder how it is.",
    footer = {
      "",
      "To be run by the user who runs the node. Exit codes: 0 it answered, 2 no node",
      "runs there or it does not answer."
    })
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Option(names = "--topics", description = "Show which topics of each broker say the most.")
  private boolean isOfTopics;

  @Override
  public Integer call() {
    return RunningNode.on(folder, spec).ask(List.of(isOfTopics ? "topics" : "status"));
  }
}
