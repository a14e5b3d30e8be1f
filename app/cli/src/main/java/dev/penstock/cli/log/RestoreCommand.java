package dev.penstock.cli.log;

import dev.penstock.cli.exit.ExitCode;
import dev.penstock.cli.progress.Progress;
import dev.penstock.ledger.RestoreStatement;
import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.Note;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.node.BackupCheck;
import dev.penstock.node.Node;
import dev.penstock.node.Restore;
import dev.penstock.node.StartException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a node's folder out of a backup, with a new log that binds the old one. */
@Command(
    name = "restore",
    description = "Make a node's folder of a backup, with a new log.",
    footer = {
      "",
      "Never continues the old log and never touches its folder; docs/backup.md",
      "tells all. Exit codes: 0 made, 1 the backup is not whole, or the",
      "checkpoint is not signed by the key, 2 not made."
    })
public final class RestoreCommand implements Callable<Integer> {
  private final Keys.Provider signatures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "BACKUP",
      description = "What backup wrote. Without: a folder with nothing in it.")
  private @Nullable Path backup;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The folder to make; must not be there yet.")
  private Path data = Path.of("data");

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "The file that backup --keys wrote; needed for BACKUP.")
  private @Nullable Path keysFile;

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; one line.")
  private String reason = "";

  @Option(
      names = "--approver",
      required = true,
      paramLabel = "PERSON",
      description = "Who decided so; given twice, for two people.")
  private List<String> approvers = List.of();

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "The old log's last checkpoint, if you have a newer one.")
  private @Nullable Path checkpointFile;

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description = "The old log's key that signed --checkpoint.")
  private List<String> keys = List.of();

  public RestoreCommand(Keys.Provider signatures) {
    this.signatures = signatures;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try {
      return restore();
    } catch (Unusable | StartException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("penstock: " + e.getMessage());
      err.flush();
      return ExitCode.UNUSABLE;
    }
  }

  private int restore() throws IOException, InterruptedException, Unusable, StartException {
    Optional<Checkpoint> known = Optional.empty();
    if (checkpointFile != null) {
      Note note = readNote(checkpointFile);
      Checkpoint last = readCheckpoint(checkpointFile, note);
      if (keys.isEmpty()) {
        throw new Unusable("--checkpoint needs --key: the old log's key that signed it");
      }
      if (!isSigned(note, last)) {
        say("not restored: no given key of " + last.origin() + " signed " + checkpointFile);
        return ExitCode.NO;
      }
      known = Optional.of(last);
    }
    Path from = backup;
    return from == null ? afterLoss(known) : fromBackup(from, known);
  }

  private boolean isSigned(Note note, Checkpoint last) throws Unusable {
    return Keys.verifier(keys, signatures).check(note) instanceof NoteCheck.Verified verified
        && verified.isOf(last.origin());
  }

  private int afterLoss(Optional<Checkpoint> known)
      throws Unusable, StartException, InterruptedException {
    if (known.isEmpty()) {
      throw new Unusable("name a BACKUP, or --checkpoint and --key of the log that is lost");
    }
    var decision = new Restore.Decision(reason, approvers);
    RestoreStatement made =
        new Restore(data, decision, Node.Machine.here(), (done, size) -> {})
            .afterLoss(known.get())
            .statement();
    say("started " + made.origin() + " in " + data);
    sayBound(made);
    say("next: penstock up --data " + data + "; it makes new keys");
    return ExitCode.OK;
  }

  private int fromBackup(Path from, Optional<Checkpoint> known)
      throws IOException, Unusable, StartException, InterruptedException {
    Path opening = keysFile;
    if (opening == null) {
      throw new Unusable("--keys is missing: the file that backup --keys wrote");
    }
    if (!Files.isRegularFile(from.resolve("backup"))) {
      throw new Unusable(from + " is no backup; see penstock backup");
    }
    var checking = new Progress(spec.commandLine().getErr(), "checking");
    List<String> findings = BackupCheck.run(from, checking::at).findings();
    checking.done();
    if (!findings.isEmpty()) {
      findings.forEach(finding -> say("FINDING  " + PlainText.of(finding)));
      say("not restored: the backup is not whole");
      return ExitCode.NO;
    }
    var copying = new Progress(spec.commandLine().getErr(), "copying");
    var decision = new Restore.Decision(reason, approvers);
    Restore.Restored restored;
    try {
      restored =
          new Restore(data, decision, Node.Machine.here(), copying::at)
              .fromBackup(from, opening, known);
    } finally {
      copying.done();
    }
    RestoreStatement made = restored.statement();
    say("restored " + from + " to " + data + ", new log " + made.origin());
    sayBound(made);
    if (made.size() > restored.kept()) {
      say(
          "lost: entries %d..%d of %s are not in the backup"
              .formatted(restored.kept(), made.size() - 1, made.previous()));
    }
    say("next: penstock up --data " + data + "; give auditors and witnesses the new key");
    return ExitCode.OK;
  }

  private void sayBound(RestoreStatement made) {
    say("entry 0 binds " + made.previous() + " at size " + made.size() + ", root " + made.root());
  }

  private static Note readNote(Path file) throws Unusable {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return switch (Note.decode(bytes)) {
        case Decoded.Value<Note>(var note) -> note;
        case Decoded.Malformed<Note>(var why) ->
            throw new Unusable(file + " is no signed note: " + why);
      };
    } catch (IOException e) {
      throw new Unusable(file + " cannot be read: " + e.getMessage());
    }
  }

  private static Checkpoint readCheckpoint(Path file, Note note) throws Unusable {
    return switch (Checkpoint.decode(note.text())) {
      case Decoded.Value<Checkpoint>(var checkpoint) -> checkpoint;
      case Decoded.Malformed<Checkpoint>(var why) ->
          throw new Unusable(file + " is no checkpoint: " + why);
    };
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
