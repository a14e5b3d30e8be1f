package dev.penstock.cli.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a command to a device of the running node, or says how one stands. */
@Command(
    name = "command",
    description = "Write a value to a point of a device, or look what came of it.",
    hidden = true,
    footer = {
      "",
      "  penstock command write SOURCE POINT VALUE   a value in engineering units",
      "  penstock command show ID                    how a command stands",
      "",
      "Asked as node-user, by the policy in force; what takes two people takes people.",
      "For a value below zero write -- before SOURCE. docs/commands.md",
      "Exit codes: 0 taken, or done with --wait; 1 not; 2 no node runs there."
    })
public final class CommandCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "write or show.")
  private String what = "";

  @Parameters(
      index = "1..*",
      arity = "1..3",
      paramLabel = "WORD",
      description = "Source, point and value; or the id.")
  private List<String> words = List.of();

  @Option(names = "--wait", description = "Wait for what the device says.")
  private boolean isWaiting;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Override
  public Integer call() {
    RunningNode node = RunningNode.on(folder, spec);
    return asked()
        .map(node::put)
        .orElseGet(() ->
            node.refuse("say 'command write SOURCE POINT VALUE [--wait]' or 'command show ID'"));
  }

  /** What the node is asked; empty when the words make no question. */
  private Optional<List<String>> asked() {
    boolean isWrite = what.equals("write") && words.size() == 3;
    boolean isShow = what.equals("show") && words.size() == 1 && !isWaiting;
    if (!isWrite && !isShow) {
      return Optional.empty();
    }
    List<String> all = new ArrayList<>(List.of("command", what));
    all.addAll(words);
    if (isWaiting) {
      all.add("wait");
    }
    return Optional.of(all);
  }
}
