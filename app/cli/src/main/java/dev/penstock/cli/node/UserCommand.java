package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.node.control.ControlAnswer;
import dev.penstock.node.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
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
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!what.equals("code")) {
      err.println("penstock: WHAT is \"" + what + "\", must be code");
      return ExitCode.UNUSABLE;
    }
    return switch (ControlClient.ask(folder, List.of("set-up-code"))) {
      case ControlAnswer.Done(var lines) -> {
        lines.forEach(out::println);
        yield ExitCode.OK;
      }
      case ControlAnswer.Refused(var reason) -> {
        err.println("penstock: " + reason);
        yield ExitCode.UNUSABLE;
      }
    };
  }
}
