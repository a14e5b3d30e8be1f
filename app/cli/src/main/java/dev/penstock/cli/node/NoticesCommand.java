package dev.penstock.cli.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What people must know just now, that somebody knows, and tries of the ways to tell them. */
@Command(
    name = "notices",
    description = "List notices that go on, acknowledge one, or test a channel.",
    hidden = true,
    footer = {
      "",
      "  penstock notices list                      what goes on, and who knows",
      "  penstock notices acknowledge KIND SUBJECT  no further step is taken",
      "  penstock notices test CHANNEL              sends one message by a channel",
      "",
      "docs/notices.md has kinds and settings.",
      "Exit codes: 0 done, 1 refused or not taken, 2 no node runs there."
    })
public final class NoticesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "list, acknowledge or test.")
  private String what = "";

  @Parameters(
      index = "1..*",
      arity = "0..2",
      paramLabel = "WORD",
      description = "The channel, or kind and subject.")
  private List<String> words = List.of();

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
            node.refuse(
                "say 'notices list', 'notices acknowledge KIND SUBJECT' or 'notices test"
                    + " CHANNEL'"));
  }

  /** What the node is asked; empty when the words make no question. */
  private Optional<List<String>> asked() {
    return switch (what + " " + words.size()) {
      case "list 0" -> Optional.of(List.of("notices"));
      case "acknowledge 2" -> Optional.of(List.of("notices", words.get(0), words.get(1)));
      case "test 1" -> Optional.of(List.of("notices-test", words.getFirst()));
      default -> Optional.empty();
    };
  }
}
