package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.disk.FileStorage;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckReport;
import dev.penstock.merkle.tile.TileSource;
import dev.penstock.tiles.FolderTiles;
import dev.penstock.tiles.HttpTiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Derives the root of a log from what is stored or served, and says what does not fit. */
@Command(
    name = "fsck",
    description = "Check a whole log: a ledger, an export, or any C2SP log.",
    footer = {
      "",
      "Reads everything and writes nothing; may run beside the node.",
      "Exit codes: 0 verified, 1 not verified, or whole but with no --key to say",
      "            whose it is, 2 what was given cannot be used."
    })
public final class FsckCommand implements Callable<Integer> {
  private final Keys.Provider signatures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR|URL",
      description =
          "A data or ledger folder, a folder of exported tiles, or the URL before /checkpoint.")
  private String target = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The log's verifier key (name+id+key) you trust; may be repeated.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the published head is kept outside a ledger folder.")
  private @Nullable Path head;

  @Option(
      names = "--pruned-below",
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "Entries of a tile log that may be missing (default: ${DEFAULT-VALUE}).")
  private long prunedBelow;

  public FsckCommand(Keys.Provider signatures) {
    this.signatures = signatures;
  }

  @Override
  public Integer call() throws IOException {
    try {
      Optional<NoteVerifier> verifier =
          keys.isEmpty() ? Optional.empty() : Optional.of(Keys.verifier(keys, signatures));
      return check(verifier);
    } catch (Unusable e) {
      err().println("penstock: " + e.getMessage());
      err().flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int check(Optional<NoteVerifier> verifier) throws IOException, Unusable {
    if (target.startsWith("http://") || target.startsWith("https://")) {
      try (HttpTiles tiles = HttpTiles.at(URI.create(target))) {
        return checkTiles(tiles, verifier);
      } catch (IllegalArgumentException e) {
        throw new Unusable(target + " is no address: " + e.getMessage());
      }
    }
    Path folder = Path.of(target);
    Optional<Path> ledger = LedgerFolder.in(folder);
    if (ledger.isPresent()) {
      return checkLedger(ledger.get(), verifier);
    }
    if (FolderTiles.isOne(folder)) {
      return checkTiles(new FolderTiles(folder), verifier);
    }
    throw new Unusable(
        Files.isDirectory(folder)
            ? folder + " holds neither a ledger (format, headers) nor tiles (checkpoint)"
            : folder + " is not a folder");
  }

  private int checkTiles(TileSource tiles, Optional<NoteVerifier> verifier) {
    Progress progress = progress();
    Fsck fsck = Fsck.of(tiles).prunedBelow(prunedBelow);
    FsckReport report =
        verifier
            .map(fsck::signedBy)
            .orElse(fsck)
            .run((done, size) -> {
              progress.at(done, size);
              return true;
            });
    progress.done();
    report
        .checkpoint()
        .ifPresent(head -> {
          say("log", head.origin());
          say("size", head.size() + " entries, root " + head.root());
        });
    say("checked", report.entriesChecked() + " entries, " + report.entriesPruned() + " pruned");
    List<String> findings = report.findings().stream().map(finding -> finding.text()).toList();
    return verdict(findings, report.isWhole(), report.isSigned());
  }

  private int checkLedger(Path folder, Optional<NoteVerifier> verifier) throws IOException {
    Progress progress = progress();
    LedgerFsck fsck = LedgerFsck.of(FileStorage.open(folder));
    fsck = verifier.isPresent() ? fsck.signedBy(verifier.get()) : fsck;
    fsck = head == null ? fsck : fsck.against(new FilePublishedHead(FileStorage.open(head)));
    LedgerCheck check =
        fsck.run((done, size) -> {
          progress.at(done, size);
          return true;
        });
    progress.done();
    say("log", check.origin());
    say("size", check.size() + " entries, root " + check.root());
    say(
        "checked",
        "%d entries, %d pruned, %d commits, %d checkpoints, %d signatures"
            .formatted(
                check.entriesChecked(),
                check.entriesPruned(),
                check.commits(),
                check.checkpointsCompared(),
                check.signaturesVerified()));
    check.notes().forEach(note -> say("note", note));
    List<String> findings = check.findings().stream().map(finding -> finding.toString()).toList();
    return verdict(findings, check.isSound(), check.signaturesVerified() > 0);
  }

  private int verdict(List<String> findings, boolean isWhole, boolean isSigned) {
    findings.forEach(finding -> say("FINDING", finding));
    if (!isWhole || !findings.isEmpty()) {
      say("verdict", "NOT VERIFIED: what is there does not fit together");
      return end(ExitCode.NO);
    }
    if (!isSigned) {
      say(
          "verdict",
          keys.isEmpty()
              ? "SELF-CONSISTENT only: no --key was given, so nothing says whose log this is"
              : "SELF-CONSISTENT only: nothing was published under the given key yet");
      return end(ExitCode.NO);
    }
    say("verdict", "VERIFIED: whole, and signed by the given key");
    return end(ExitCode.OK);
  }

  private int end(int exitCode) {
    spec.commandLine().getOut().flush();
    return exitCode;
  }

  private void say(String name, String what) {
    spec.commandLine().getOut().println("%-8s %s".formatted(name, what));
  }

  private Progress progress() {
    return new Progress(err(), "checking");
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
