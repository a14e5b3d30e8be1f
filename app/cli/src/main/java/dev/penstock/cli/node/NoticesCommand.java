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

/** Tries the ways by which people are told. */
@Command(
    name = "notices",
    description = "Send a test by a channel of notices.",
    hidden = true,
    footer = {
      "",
      "'penstock notices test CHANNEL' sends one message by a channel of the running",
      "node and says what came of it; docs/notices.md has the settings.",
      "Exit codes: 0 the channel took it, 1 it did not, 2 no node runs there."
    })
public final class NoticesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "WHAT", description = "test: send a test.")
  private String what = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "Its name in penstock.yaml.")
  private String channel = "";

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
    if (!what.equals("test")) {
      err.println("penstock: WHAT is \"" + what + "\", must be test");
      return ExitCode.UNUSABLE;
    }
    if (!ControlClient.isRunning(folder)) {
      err.println("penstock: no node runs on " + folder);
      return ExitCode.UNUSABLE;
    }
    return switch (ControlClient.ask(folder, List.of("notices-test", channel))) {
      case ControlAnswer.Done(var lines) -> {
        lines.forEach(out::println);
        yield ExitCode.OK;
      }
      case ControlAnswer.Refused(var reason) -> {
        err.println("penstock: " + reason);
        yield ExitCode.NO;
      }
    };
  }
}
