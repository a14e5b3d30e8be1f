package dev.penstock.cli.doctor;

import dev.penstock.cli.exit.ExitCode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs every check and tells what it saw, one line each. */
@Command(
    name = "doctor",
    description = "Check that this machine is fit to run Penstock.",
    footer = {"", "Exit codes: 0 fit, 1 something must be mended first."})
public final class DoctorCommand implements Callable<Integer> {
  private final List<Check> checks;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data folder to look at (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the published head is kept outside the ledger.")
  private @Nullable Path head;

  public DoctorCommand(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int exitCode = ExitCode.OK;
    for (Check check : checks) {
      Finding finding = check.look(data, Optional.ofNullable(head));
      out.println(line(check.name(), finding));
      if (finding instanceof Finding.Bad) {
        exitCode = ExitCode.NO;
      }
    }
    out.flush();
    return exitCode;
  }

  private static String line(String name, Finding finding) {
    return switch (finding) {
      case Finding.Good(var seen) -> "ok      %-14s %s".formatted(name, seen);
      case Finding.Notice(var seen, var advice) ->
          "notice  %-14s %s: %s".formatted(name, seen, advice);
      case Finding.Bad(var seen, var advice) ->
          "BAD     %-14s %s: %s".formatted(name, seen, advice);
    };
  }
}
