package dev.penstock.cli.node;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.node.Node;
import dev.penstock.node.Rebuild;
import dev.penstock.node.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the projections of a stopped node anew. */
@Command(
    name = "rebuild",
    description = "Make projections.db anew from log and journal.",
    footer = {
      "",
      "Stop the node first. Nothing but projections.db is written: it follows from the",
      "log, the journal and, behind a prune, the snapshots in blobs/.",
      "Exit codes: 0 made anew, 2 the folder cannot be used."
    })
public final class RebuildCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("data");

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    var progress = new Progress(err, "rebuild");
    long began = System.nanoTime();
    try {
      Rebuild.Result made = new Rebuild(folder, Node.Machine.here(), progress::at).run();
      progress.done();
      double seconds = (System.nanoTime() - began) / 1e9;
      out.printf(Locale.ROOT, "penstock: indexed %,d blocks in %.1f s%n", made.entries(), seconds);
      out.flush();
      return ExitCode.OK;
    } catch (StartException e) {
      progress.done();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }
}
