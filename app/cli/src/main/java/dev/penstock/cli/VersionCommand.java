package dev.penstock.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells the version, for a person and for a bug report. */
@Command(
    name = "version",
    hidden = true,
    description = "Tell which build this is, and what it runs on.")
final class VersionCommand implements Runnable {
  private final Version version;
  @Spec private CommandSpec spec = CommandSpec.create();

  VersionCommand(Version version) {
    this.version = version;
  }

  @Override
  public void run() {
    spec.commandLine()
        .getOut()
        .printf(
            "penstock %s%njava %s (%s)%nsystem %s %s %s%n",
            version.version(),
            Runtime.version(),
            System.getProperty("java.vendor"),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"));
  }
}
