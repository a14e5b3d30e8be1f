package dev.penstock.cli;

import dev.penstock.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command above all sub-commands: shows the help, and turns failures into one line. */
@Command(
    name = "penstock",
    description = "The IEC 62443 conduit that proves what flowed through it.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "COMMAND -h tells more. Also: bench certificate command connections",
      "Also: notices plant shred test user version.",
      "Exit codes: 0 done, or yes; 1 no; 2 what was given cannot be used; 3 it failed."
    })
final class FrontDoor implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private FrontDoor() {}

  static CommandLine commandLine(List<Object> commands) {
    var front = new CommandLine(new FrontDoor());
    for (Object command : commands) {
      front.addSubcommand(command);
    }
    addHelp(front);
    front.getSubcommands().values().forEach(FrontDoor::addHelp);
    return front
        .setUsageHelpAutoWidth(false)
        .setParameterExceptionHandler(FrontDoor::refuse)
        .setExecutionExceptionHandler(FrontDoor::fail);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            CommandLine.Model.OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
  }

  private static int refuse(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    String what =
        problem instanceof UnmatchedArgumentException unmatched
            ? "unknown: " + String.join(" ", unmatched.getUnmatched())
            : problem.getMessage();
    err.println("penstock: " + what + " (see " + name + " --help)");
    err.flush();
    return ExitCode.UNUSABLE;
  }

  /**
   * A defect of ours or a broken machine: said with its trace, and never mistaken for an answer.
   */
  private static int fail(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    err.println("penstock: the command failed, so nothing is said about what was asked:");
    problem.printStackTrace(err);
    err.flush();
    return ExitCode.BROKEN;
  }
}
