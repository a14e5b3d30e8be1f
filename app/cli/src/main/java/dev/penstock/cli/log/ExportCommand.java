package dev.penstock.cli.log;

import dev.penstock.cli.bundle.BundleExport;
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
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Hands evidence out: a bundle for an auditor, or the published log as static C2SP tiles. */
@Command(
    name = "export",
    description = "Write a bundle for an auditor, or the log as files.",
    footer = {
      "",
      "Either --source (a bundle) or --static (the log; again over the same folder adds",
      "what is new). May run beside the node.",
      "Exit codes: 0 written, 1 nothing is published yet, or the ledger is damaged and",
      "            what can still be proven was written, 2 not written."
    })
public final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--source", paramLabel = "NAME", description = "Whose records go in a bundle.")
  private @Nullable String source;

  @Option(names = "--from", paramLabel = "TIME", description = "As 2026-03-03T10:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Not included.")
  private @Nullable String to;

  @Option(
      names = "--points",
      paramLabel = "NAME",
      split = ",",
      description = "Only these points of the source.")
  private List<String> points = List.of();

  @Option(
      names = "--redact",
      paramLabel = "NAME",
      split = ",",
      description = "Withhold these points.")
  private List<String> redacted = List.of();

  @Option(names = "-o", paramLabel = "FILE", description = "The bundle; must not be there yet.")
  private @Nullable Path file;

  @Option(
      names = "--static",
      paramLabel = "DIR",
      description = "Where to write the log; made if needed.")
  private @Nullable Path target;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "The node's folder (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("data");

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the published head is kept outside the ledger.")
  private @Nullable Path head;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String name = source;
    Path folder = target;
    try {
      if (name != null && folder == null) {
        var typed = new BundleExport.Typed(data, name, from, to, points, redacted, file);
        return new BundleExport(out, spec.commandLine().getErr()).run(typed);
      }
      if (name != null || folder == null) {
        throw new Unusable("export needs --source NAME for a bundle, or --static DIR for the log");
      }
      return export(folder);
    } catch (Unusable e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int export(Path into) throws IOException, Unusable {
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
          int exitCode = write(ledger, into);
          yield finding.isPresent() ? ExitCode.NO : exitCode;
        }
      }
    };
  }

  private int write(LedgerReader ledger, Path into) throws IOException, Unusable {
    var progress = new Progress(spec.commandLine().getErr(), "exporting");
    Path made = Files.createDirectories(into);
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
            : written.files() + " files written to " + into);
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
