package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.mirror.HeldTiles;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.TrustedKeys;
import dev.penstock.merkle.tile.Fsck;
import dev.penstock.merkle.tile.FsckFinding;
import dev.penstock.merkle.tile.FsckReport;
import dev.penstock.merkle.tile.TileSource;
import dev.penstock.node.DataCheck;
import dev.penstock.objects.ObjectMirror;
import dev.penstock.tiles.FolderTiles;
import dev.penstock.tiles.HttpTiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    description = "Check a whole log: a node's, a backup, any C2SP log.",
    footer = {
      "",
      "Reads everything and writes nothing; may run beside the node.",
      "Exit codes: 0 verified, 1 not verified, or whole but not all of it under a",
      "            checkpoint of the log's key, 2 nothing there can be judged."
    })
public final class FsckCommand implements Callable<Integer> {
  private final Keys.Provider signatures;
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR|URL",
      description =
          "A data or ledger folder, a backup, tiles in a folder or in"
              + " s3://bucket/prefix, or the URL before /checkpoint.")
  private String target = "";

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description =
          "A verifier key of the log (name+id+key) that you trust; rotations are followed from it.")
  private List<String> keys = new ArrayList<>();

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the published head is kept outside a ledger folder.")
  private @Nullable Path head;

  @Option(
      names = "--unsigned-tail",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "Entries behind the newest signed size that are accepted (default: 0).")
  private long unsignedTail;

  @Option(
      names = "--pruned-below",
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "Entries of a tile log that may be missing (default: ${DEFAULT-VALUE}).")
  private long prunedBelow;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "Keys of an s3:// store; else AWS_ACCESS_KEY_ID and so on.")
  private @Nullable Path credentials;

  /**
   * The command.
   *
   * @param environment where keys of an object store may stand
   */
  public FsckCommand(Keys.Provider signatures, Map<String, String> environment) {
    this.signatures = signatures;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() throws IOException {
    try {
      Optional<TrustedKeys> trusted =
          keys.isEmpty() ? Optional.empty() : Optional.of(Keys.trusted(keys, signatures));
      return check(trusted);
    } catch (Unusable e) {
      err().println("penstock: " + e.getMessage());
      err().flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int check(Optional<TrustedKeys> trusted) throws IOException, Unusable {
    if (target.startsWith("http://") || target.startsWith("https://")) {
      try (HttpTiles tiles = tilesAt(target)) {
        return checkTiles(tiles, trusted);
      }
    }
    if (ObjectStoreOptions.isOne(target)) {
      try (ObjectMirror store = storeAt(target)) {
        return checkTiles(new HeldTiles(store), trusted);
      }
    }
    Path folder = Path.of(target);
    Optional<Path> ledger = LedgerFolder.in(folder);
    if (ledger.isPresent()) {
      boolean isInData = !ledger.get().equals(folder) && DataCheck.isData(folder);
      return checkLedger(ledger.get(), trusted, isInData ? checkData(folder) : List.of());
    }
    if (FolderTiles.isOne(folder)) {
      return checkTiles(new FolderTiles(folder), trusted);
    }
    throw new Unusable(
        Files.isDirectory(folder)
            ? folder + " holds neither a ledger (format, headers) nor tiles (checkpoint)"
            : folder + " is not a folder");
  }

  private static HttpTiles tilesAt(String address) throws Unusable {
    try {
      return HttpTiles.at(URI.create(address));
    } catch (IllegalArgumentException e) {
      throw new Unusable(address + " is no address: " + e.getMessage());
    }
  }

  private ObjectMirror storeAt(String address) throws Unusable {
    var options =
        new ObjectStoreOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.ofNullable(credentials),
            false,
            environment);
    ObjectStoreOptions.Store store = options.at(address);
    return ObjectMirror.at(
        store.place(),
        store.keys(),
        Optional.empty(),
        InstantSource.system(),
        ObjectMirror.Pace.FREE);
  }

  private int checkTiles(TileSource tiles, Optional<TrustedKeys> trusted) throws Unusable {
    Progress progress = progress();
    Fsck fsck = Fsck.of(tiles).prunedBelow(prunedBelow);
    FsckReport report =
        trusted
            .map(fsck::signedBy)
            .orElse(fsck)
            .run((done, size) -> {
              progress.at(done, size);
              return true;
            });
    progress.done();
    if (report.checkpoint().isEmpty() && report.findings().size() == 1) {
      requireCheckpoint(report.findings().getFirst());
    }
    report
        .checkpoint()
        .ifPresent(head -> {
          say("log", head.origin());
          say("size", head.size() + " entries, root " + head.root());
        });
    say("checked", report.entriesChecked() + " entries, " + report.entriesPruned() + " pruned");
    long missing = missingAtTheBeginning(report);
    if (missing > 0) {
      say("hint", "if they were pruned by policy, say so: --pruned-below " + missing);
    }
    List<String> findings = report.findings().stream().map(finding -> finding.text()).toList();
    long size = report.checkpoint().map(Checkpoint::size).orElse(0L);
    return verdict(findings, report.isWhole(), report.isSigned() ? size : -1, size);
  }

  /** A place that cannot be reached, or where no log is, says nothing about a log. */
  private void requireCheckpoint(FsckFinding finding) throws Unusable {
    switch (finding) {
      case FsckFinding.Unreadable unreadable ->
          throw new Unusable(target + " cannot be read: " + unreadable.text());
      case FsckFinding.NoCheckpoint _ -> throw new Unusable(target + " has no checkpoint");
      default -> {
        // Something is there, and it is wrong.
      }
    }
  }

  /** How many entries are missing from entry 0 on without a gap. */
  private static long missingAtTheBeginning(FsckReport report) {
    long end = 0;
    for (FsckFinding finding : report.findings()) {
      if (finding instanceof FsckFinding.EntriesMissing(var first, var count) && first == end) {
        end = first + count;
      }
    }
    return end;
  }

  /** What stands around the log in a node's folder, or in a backup of one. */
  private List<String> checkData(Path folder) throws IOException {
    Progress progress = progress();
    DataCheck.Result checked = DataCheck.run(folder, progress::at);
    progress.done();
    checked.lines().forEach(line -> spec.commandLine().getOut().println(PlainText.of(line)));
    return checked.findings();
  }

  private int checkLedger(Path folder, Optional<TrustedKeys> trusted, List<String> around)
      throws Unusable {
    Progress progress = progress();
    LedgerFsck fsck = LedgerFsck.of(Opened.forReading(folder));
    fsck = trusted.isPresent() ? fsck.signedBy(trusted.get()) : fsck;
    fsck = head == null ? fsck : fsck.against(new FilePublishedHead(Opened.forReading(head)));
    LedgerCheck check =
        fsck.run((done, size) -> {
          progress.at(done, size);
          return true;
        });
    progress.done();
    requireReadable(check);
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
    List<String> findings = new ArrayList<>(around);
    check.findings().forEach(finding -> findings.add(finding.toString()));
    return verdict(findings, check.isSound(), check.signedSize(), check.size());
  }

  private static void requireReadable(LedgerCheck check) throws Unusable {
    if (check.size() == 0 && check.findings().size() == 1) {
      LedgerFinding finding = check.findings().getFirst();
      switch (finding.fault()) {
        case NOT_A_LEDGER, FORMAT_NEWER, READ_FAILED -> throw new Unusable(finding.toString());
        default -> {
          // A ledger is there, and it is wrong.
        }
      }
    }
  }

  /**
   * Says what was found.
   *
   * @param signedSize the largest size a given key signed, or -1
   */
  private int verdict(List<String> findings, boolean isWhole, long signedSize, long size) {
    findings.forEach(finding -> say("FINDING", finding));
    if (!isWhole || !findings.isEmpty()) {
      say("verdict", "NOT VERIFIED: what is there does not fit together");
      return end(ExitCode.NO);
    }
    if (signedSize < 0) {
      say(
          "verdict",
          keys.isEmpty()
              ? "SELF-CONSISTENT only: no --key was given, so nothing says whose log this is"
              : "SELF-CONSISTENT only: nothing was published under the given key yet");
      return end(ExitCode.NO);
    }
    long tail = size - signedSize;
    if (tail == 0) {
      say("verdict", "VERIFIED: whole, and signed by the log's key");
      return end(ExitCode.OK);
    }
    say("unsigned", "entries " + signedSize + ".." + (size - 1) + ": nobody vouches for them yet");
    if (tail <= unsignedTail) {
      say("verdict", "VERIFIED up to size " + signedSize + ", signed by the log's key");
      return end(ExitCode.OK);
    }
    say(
        "verdict",
        "VERIFIED only up to size "
            + signedSize
            + ": "
            + tail
            + " entries behind it are under no signed checkpoint (--unsigned-tail accepts some)");
    return end(ExitCode.NO);
  }

  private int end(int exitCode) {
    spec.commandLine().getOut().flush();
    return exitCode;
  }

  private void say(String name, String what) {
    spec.commandLine().getOut().println("%-8s %s".formatted(name, PlainText.of(what)));
  }

  private Progress progress() {
    return new Progress(err(), "checking");
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
