package dev.penstock.cli.node;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What whoever runs a node can do about its people without being one of them. */
@Command(
    name = "user",
    description = "Show a new set-up code of a running node.",
    hidden = true,
    footer = {
      "",
      "'penstock user code' replaces the one-time code that opens the set-up, as long",
      "as nobody has come; the code of before opens nothing any more. All else about",
      "people is done in the console. To be run by the user who runs the node.",
      "Exit codes: 0 done, 2 no node runs there, or it has been set up."
    })
public final class UserCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "code: a new set-up code.")
  private String what = "";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Override
  public Integer call() {
    RunningNode node = RunningNode.on(folder, spec);
    return what.equals("code")
        ? node.ask(List.of("set-up-code"))
        : node.refuse("WHAT is \"" + what + "\", must be code");
  }
}
