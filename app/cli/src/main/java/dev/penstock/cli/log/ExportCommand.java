package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.LedgerTiles;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.tiles.OtherLogException;
import dev.penstock.tiles.StaticTiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      "May run beside the node. Running it again over the same folder adds what is",
      "new. Check the result: penstock fsck DIR --key VKEY",
      "Exit codes: 0 written, 1 nothing is published yet, or the ledger is damaged and",
      "            what can still be proven was written, 2 the folder cannot be used."
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

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the published head is kept outside the ledger.")
  private @Nullable Path head;

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
    PublishedHead outside =
        head == null ? PublishedHead.NONE : new FilePublishedHead(Opened.forReading(head));
    return switch (LedgerReader.open(Opened.forReading(folder), outside)) {
      case ReaderOpening.Refused(var finding) -> throw new Unusable(finding.toString());
      case ReaderOpening.Opened(var ledger, var notes, var finding) -> {
        try (ledger) {
          PrintWriter out = spec.commandLine().getOut();
          notes.forEach(note -> out.println("note: " + note));
          finding.ifPresent(found -> out.println("FINDING: " + found));
          int exitCode = write(ledger);
          yield finding.isPresent() ? ExitCode.NO : exitCode;
        }
      }
    };
  }

  private int write(LedgerReader ledger) throws IOException, Unusable {
    var progress = new Progress(spec.commandLine().getErr(), "exporting");
    Path made = Files.createDirectories(target);
    StaticTiles.Written written;
    try {
      written = new StaticTiles(new LedgerTiles(ledger), made).write(progress::at);
    } catch (OtherLogException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    } finally {
      progress.done();
    }
    PrintWriter out = spec.commandLine().getOut();
    written.failures().forEach(failure -> out.println("FINDING: " + PlainText.of(failure)));
    out.println(
        written.files() == 0 && written.failures().isEmpty()
            ? "nothing is published yet, so there is nothing to export"
            : written.files() + " files written to " + target);
    if (written.prunedBelow() > 0) {
      out.println(
          "entries below "
              + written.prunedBelow()
              + " were dropped by policy; check with --pruned-below "
              + written.prunedBelow());
    }
    out.flush();
    return written.files() == 0 || !written.failures().isEmpty() ? ExitCode.NO : ExitCode.OK;
  }
}
