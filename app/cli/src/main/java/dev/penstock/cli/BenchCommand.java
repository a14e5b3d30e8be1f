package dev.penstock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Stands in the list of commands for {@code penstock bench}, which the launcher starts from its own
 * module: what measures the product is not shipped with it.
 */
@Command(
    name = "bench",
    hidden = true,
    description = "Measure the product against the limit of the machine.")
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "bench runs only from the source tree, by ./penstock bench");
  }
}
