package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.flow.PublishedHead;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.ledger.LedgerRestore;
import dev.penstock.ledger.RestoreStatement;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a new log after one that is lost or stopped for good, bound to what is known of it. */
@Command(
    name = "restore",
    description = "Start a new log that binds the last checkpoint of a lost one.",
    footer = {
      "",
      "Never continues the old log and never touches its folder.",
      "Exit codes: 0 started, 1 the checkpoint is not signed by the key, 2 unusable."
    })
public final class RestoreCommand implements Callable<Integer> {
  private final Keys.Provider signatures;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NEWDIR", description = "The folder of the new log; empty or not there.")
  private Path folder = Path.of("ledger");

  @Option(
      names = "--checkpoint",
      required = true,
      paramLabel = "FILE",
      description = "The last known checkpoint of the old log: from a witness, a bundle, a backup.")
  private Path checkpointFile = Path.of("checkpoint");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "VKEY",
      description = "The old log's verifier key; it must have signed the checkpoint.")
  private List<String> keys = List.of();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; one line.")
  private String reason = "";

  @Option(
      names = "--approver",
      required = true,
      paramLabel = "PERSON",
      description = "Who decided so; given twice, for two people.")
  private List<String> approvers = List.of();

  @Option(
      names = "--head",
      paramLabel = "DIR",
      description = "Where the new log's published head is kept, on another disk.")
  private @Nullable Path head;

  public RestoreCommand(Keys.Provider signatures, InstantSource clock) {
    this.signatures = signatures;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return restore();
    } catch (Unusable e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int restore() throws IOException, InterruptedException, Unusable {
    Note note = readNote();
    Checkpoint last = readCheckpoint(note);
    boolean isOwn =
        Keys.verifier(keys, signatures).check(note) instanceof NoteCheck.Verified verified
            && verified.isOf(last.origin());
    if (!isOwn) {
      say("not started: no given key of " + last.origin() + " signed " + checkpointFile);
      return ExitCode.NO;
    }
    RestoreStatement statement = statement(last);
    PublishedHead outside =
        head == null ? PublishedHead.NONE : new FilePublishedHead(Opened.forWriting(head));
    var options =
        LedgerOptions.of(
            clock,
            new SecureRandom(),
            "penstock restore, process " + ProcessHandle.current().pid(),
            outside);
    LedgerOpening opening =
        LedgerRestore.start(
            Opened.forWriting(emptyFolder()), statement, FileLedger.SEGMENT_BYTES_DEFAULT, options);
    switch (opening) {
      case LedgerOpening.Refused(var finding) -> throw new Unusable(finding.toString());
      case LedgerOpening.Opened(var ledger, _) -> ledger.close();
    }
    say("started " + statement.origin() + " in " + folder);
    say("entry 0 binds " + last.origin() + " at size " + last.size() + ", root " + last.root());
    say("next: give auditors the new origin, and witnesses the new log's key");
    return ExitCode.OK;
  }

  private Note readNote() throws Unusable {
    try {
      byte[] bytes = Files.readAllBytes(checkpointFile);
      return switch (Note.decode(bytes)) {
        case Decoded.Value<Note>(var note) -> note;
        case Decoded.Malformed<Note>(var why) ->
            throw new Unusable(checkpointFile + " is no signed note: " + why);
      };
    } catch (IOException e) {
      throw new Unusable(checkpointFile + " cannot be read: " + e.getMessage());
    }
  }

  private Checkpoint readCheckpoint(Note note) throws Unusable {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Value<Checkpoint>(var checkpoint) -> checkpoint;
      case Decoded.Malformed<Checkpoint>(var why) ->
          throw new Unusable(checkpointFile + " is no checkpoint: " + why);
    };
  }

  private RestoreStatement statement(Checkpoint last) throws Unusable {
    try {
      return new RestoreStatement(
          LedgerRestore.nextOrigin(last.origin()),
          last.origin(),
          last.size(),
          last.root(),
          clock.instant().truncatedTo(ChronoUnit.SECONDS),
          approvers,
          reason);
    } catch (IllegalArgumentException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private Path emptyFolder() throws IOException, Unusable {
    Path made = Files.createDirectories(folder);
    try (Stream<Path> inside = Files.list(made)) {
      if (inside.findAny().isPresent()) {
        throw new Unusable(folder + " is not empty; a new log needs a folder of its own");
      }
    }
    return made;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
