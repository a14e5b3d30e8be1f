package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.tiles.StaticTiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the published part of a ledger as static C2SP tiles. */
@Command(
    name = "export",
    description = "Write the log as static files for any web server.",
    footer = {
      "",
      "Needs the folder for itself: stop the node first. Running it again over the",
      "same folder adds what is new. Check the result: penstock fsck DIR --key VKEY",
      "Exit codes: 0 written, 1 nothing is published yet, 2 the folder cannot be used."
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--static",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write; made where it is not there.")
  private Path target = Path.of("export");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The data or ledger folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  @Override
  public Integer call() throws IOException {
    try {
      return export();
    } catch (Unusable e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int export() throws IOException, Unusable {
    Path folder = LedgerFolder.in(data).orElseThrow(() -> new Unusable(data + " holds no ledger"));
    var options =
        LedgerOptions.of(
            InstantSource.system(),
            new SecureRandom(),
            "penstock export, process " + ProcessHandle.current().pid(),
            PublishedHead.NONE);
    return switch (FileLedger.open(FileStorage.open(folder), options)) {
      case LedgerOpening.Refused(var finding) -> throw new Unusable(finding.toString());
      case LedgerOpening.Opened(var ledger, _) -> {
        try (ledger) {
          yield write(ledger);
        }
      }
    };
  }

  private int write(FileLedger ledger) throws IOException {
    var progress = new Progress(spec.commandLine().getErr(), "exporting");
    Path made = Files.createDirectories(target);
    long files = new StaticTiles(new LedgerTiles(ledger), made).write(progress::at);
    progress.done();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        files == 0
            ? "nothing is published yet, so there is nothing to export"
            : files + " files written to " + target);
    out.flush();
    return files == 0 ? ExitCode.NO : ExitCode.OK;
  }
}
