package dev.penstock.node;

import dev.penstock.crypto.CryptoProviders;
import dev.penstock.crypto.NoProviderException;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.PublishedHead;
import dev.penstock.keys.KeyHomeException;
import dev.penstock.keys.SoftwareKeys;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.LedgerRestore;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.ledger.RestoreStatement;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteCheck;
import dev.penstock.merkle.note.NoteKey;
import dev.penstock.merkle.note.NoteVerifier;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.node.backup.BackupReader;
import dev.penstock.node.backup.CopyProgress;
import dev.penstock.node.backup.KeysFile;
import dev.penstock.node.backup.RestoreWriter;
import dev.penstock.node.backup.Trees;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a data folder out of a backup, or an empty one after a log of which nothing but a
 * checkpoint is left. Never continues a log: the folder gets a new one, whose first entry binds the
 * last known checkpoint of the old one, and which seals again what the journal holds. The old log
 * is kept beside it, docs/formats/data-folder.md.
 */
public final class Restore {
  private final Path target;
  private final Node.Machine machine;
  private final Decision decision;
  private final CopyProgress progress;

  /**
   * Who decided, and why.
   *
   * @param approvers two people; nobody checks who they are
   */
  public record Decision(String reason, List<String> approvers) {
    public Decision {
      approvers = List.copyOf(approvers);
    }
  }

  /**
   * What was made.
   *
   * @param statement entry 0 of the new log
   * @param kept size of the old log's copy that is kept
   */
  public record Restored(RestoreStatement statement, long kept) {}

  /**
   * @param target a folder that is not there yet
   */
  public Restore(Path target, Decision decision, Node.Machine machine, CopyProgress progress) {
    this.target = target;
    this.decision = decision;
    this.machine = machine;
    this.progress = progress;
  }

  /**
   * Starts anew after a log of which this checkpoint is the last that is known; who vouches for it
   * is the caller's business.
   */
  public Restored afterLoss(Checkpoint last) throws StartException, InterruptedException {
    return make(work -> {
      RestoreStatement statement = statement(last.origin(), last.size(), last.root());
      String settings = "version: 1\norigin: " + statement.origin() + "\n";
      startLog(work, statement, settings);
      return new Restored(statement, 0);
    });
  }

  /**
   * Restores a backup that is whole.
   *
   * @param keys the file of keys that was made with it
   * @param known the last checkpoint of its log that is known from elsewhere, if it is newer; who
   *     vouches for it is the caller's business
   */
  public Restored fromBackup(Path backup, Path keys, Optional<Checkpoint> known)
      throws StartException, InterruptedException {
    requireApart(backup);
    return make(work -> restore(backup, keys, known, work));
  }

  private Restored restore(Path backup, Path keys, Optional<Checkpoint> known, Path work)
      throws IOException, StartException, KeyHomeException, InterruptedException {
    BackupManifest manifest = manifest(backup);
    NodeSettings settings = RestoredSettings.read(backup.resolve(RestoredSettings.FILE));
    RestoreStatement statement;
    long kept;
    try (LedgerReader old = open(backup.resolve("ledger"))) {
      kept = old.view().head().size();
      Optional<PublishedCheckpoint> last = old.checkpoints().latest();
      unpack(keys, work.resolve("keys"));
      NoteKey key = logKey(work.resolve("keys"), settings, old.origin());
      if (last.isPresent()) {
        requireSignedBy(key, last.get(), keys);
      }
      statement = statement(old, last.map(PublishedCheckpoint::checkpoint), known);
    }
    int number = PreviousLogs.in(backup).size() + 1;
    new RestoreWriter(FileStorage.openForReading(backup), FileStorage.open(work), progress)
        .write(
            manifest,
            Map.of(
                "ledger", PreviousLogs.name(number) + "/ledger",
                "extents", PreviousLogs.name(number) + "/extents",
                "anchors", PreviousLogs.name(number) + "/anchors"));
    startLog(
        work,
        statement,
        RestoredSettings.withOrigin(
            Files.readString(backup.resolve(RestoredSettings.FILE)), statement.origin()));
    return new Restored(statement, kept);
  }

  private static BackupManifest manifest(Path backup) throws IOException, StartException {
    if (!Files.isDirectory(backup)) {
      throw new StartException(backup + " is not a folder");
    }
    Optional<BackupManifest> read = new BackupReader(FileStorage.openForReading(backup)).manifest();
    BackupManifest manifest =
        read.orElseThrow(() ->
            new StartException(
                backup + " is no backup: it has no whole list of files; see penstock backup"));
    if (manifest.dataVersion() != DataFormat.OURS.version()) {
      throw new StartException(
          backup
              + " has data of version "
              + manifest.dataVersion()
              + ", this program restores version "
              + DataFormat.OURS.version()
              + "; restore it with the version that made it");
    }
    return manifest;
  }

  private static LedgerReader open(Path ledger) throws IOException, StartException {
    return switch (LedgerReader.open(FileStorage.openForReading(ledger), PublishedHead.NONE)) {
      case ReaderOpening.Opened(var open, var _, var finding) when finding.isEmpty() -> open;
      case ReaderOpening.Opened(var open, var _, var finding) -> {
        open.close();
        throw new StartException(finding.toString());
      }
      case ReaderOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
  }

  private static void unpack(Path file, Path folder) throws IOException, StartException {
    if (!Files.isRegularFile(file)) {
      throw new StartException("there is no file of keys " + file);
    }
    Map<String, byte[]> files =
        KeysFile.read(file, SoftwareKeys.FILE)
            .orElseThrow(() ->
                new StartException(
                    file + " is no file of keys; name the one that backup --keys wrote"));
    Trees.make(folder);
    for (Map.Entry<String, byte[]> each : files.entrySet()) {
      RestoreWriter.writeWhole(FileStorage.open(folder), each.getKey(), each.getValue());
    }
  }

  /** Opens the keys, so that a wrong passphrase is known before anything is made. */
  private NoteKey logKey(Path folder, NodeSettings settings, String origin)
      throws IOException, StartException, KeyHomeException {
    try (NodeKeys keys =
        NodeKeys.open(
            FileStorage.open(folder),
            settings.passphraseFile(),
            origin,
            CryptoProviders.choose(),
            machine.random())) {
      return keys.log().key();
    } catch (NoProviderException e) {
      throw new StartException("nobody here can sign: " + e.getMessage() + "; run doctor");
    }
  }

  private static void requireSignedBy(NoteKey key, PublishedCheckpoint last, Path keys)
      throws StartException {
    boolean isSigned =
        last.note().signatures().stream().anyMatch(signature -> signature.keyId() == key.id())
            && isVerified(key, last);
    if (!isSigned) {
      throw new StartException(
          keys
              + " holds another key than the one that signed the last checkpoint in the backup;"
              + " name the file of keys that was made with it");
    }
  }

  private static boolean isVerified(NoteKey key, PublishedCheckpoint last) throws StartException {
    try {
      return new NoteVerifier(CryptoProviders.choose(), List.of(key)).check(last.note())
              instanceof NoteCheck.Verified verified
          && verified.isOf(last.checkpoint().origin());
    } catch (NoProviderException e) {
      throw new StartException("no signature can be checked here: " + e.reason());
    }
  }

  /** Binds the newest checkpoint that is known, which must not contradict what is kept. */
  private RestoreStatement statement(
      LedgerReader old, Optional<Checkpoint> last, Optional<Checkpoint> known)
      throws IOException, StartException {
    Checkpoint newest = last.orElse(new Checkpoint(old.origin(), 0, new TreeHasher().emptyRoot()));
    if (known.isPresent()) {
      Checkpoint other = known.get();
      if (!other.origin().equals(old.origin())) {
        throw new StartException(
            "the checkpoint is one of " + other.origin() + ", the backup's log is " + old.origin());
      }
      if (other.size() <= old.view().head().size()
          && !old.view().root(other.size()).equals(other.root())) {
        throw new StartException(
            "the checkpoint says root "
                + other.root()
                + " at size "
                + other.size()
                + ", the backup's log has another: one of them is a fork; keep both and find out");
      }
      newest = other.size() > newest.size() ? other : newest;
    }
    return statement(newest.origin(), newest.size(), newest.root());
  }

  private RestoreStatement statement(String origin, long size, Digest root) throws StartException {
    try {
      return new RestoreStatement(
          LedgerRestore.nextOrigin(origin),
          origin,
          size,
          root,
          machine.clock().instant().truncatedTo(ChronoUnit.SECONDS),
          decision.approvers(),
          decision.reason());
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  private void startLog(Path work, RestoreStatement statement, String settings)
      throws IOException, StartException, InterruptedException {
    FileStorage folder = FileStorage.open(work);
    DataFormat.OURS.begin(folder);
    RestoreWriter.writeWhole(
        folder, RestoredSettings.FILE, settings.getBytes(StandardCharsets.UTF_8));
    NodeSettings read = RestoredSettings.read(work.resolve(RestoredSettings.FILE));
    if (!read.origin().equals(statement.origin())) {
      throw new StartException(
          RestoredSettings.FILE + ": its origin could not be set; write it as 'origin: NAME'");
    }
    folder.createFolder("ledger");
    // Nothing is published here; the node that starts keeps the head where the settings say.
    var options =
        LedgerOptions.of(machine.clock(), machine.random(), machine.holder(), PublishedHead.NONE);
    LedgerOpening opening =
        LedgerRestore.start(
            FileStorage.open(work.resolve("ledger")),
            statement,
            FileLedger.SEGMENT_BYTES_DEFAULT,
            options);
    switch (opening) {
      case LedgerOpening.Opened(var log, var _) -> log.close();
      case LedgerOpening.Refused(var finding) -> throw new StartException(finding.toString());
    }
    folder.forceFolder("", At.ROOM_NAME);
  }

  private interface Making {
    Restored in(Path work)
        throws IOException, StartException, KeyHomeException, InterruptedException;
  }

  /** The folder gets its name when it is whole. */
  private Restored make(Making making) throws StartException, InterruptedException {
    Path work = Trees.unfinished(target.toAbsolutePath());
    boolean isMade = false;
    boolean isBegun = false;
    try {
      requireFree(work);
      Trees.make(work);
      isBegun = true;
      Restored restored = making.in(work);
      Trees.finish(work, target.toAbsolutePath());
      isMade = true;
      return restored;
    } catch (IOException e) {
      throw new StartException(target + " cannot be made: " + e.getMessage());
    } catch (KeyHomeException e) {
      throw new StartException("the keys cannot be used: " + e.getMessage());
    } finally {
      if (isBegun && !isMade) {
        giveUp(work);
      }
    }
  }

  private static void giveUp(Path work) throws StartException {
    try {
      Trees.remove(work);
    } catch (IOException e) {
      throw new StartException(work + " could not be removed again: " + e.getMessage());
    }
  }

  private void requireFree(Path work) throws StartException {
    if (Files.exists(target)) {
      throw new StartException(target + " is there already; name a folder that is not");
    }
    if (Files.exists(work)) {
      throw new StartException(
          work + " is left from one that was cut off; remove it and try again");
    }
  }

  private void requireApart(Path backup) throws StartException {
    Path from = backup.toAbsolutePath().normalize();
    if (target.toAbsolutePath().normalize().startsWith(from)) {
      throw new StartException(target + " lies in the backup; name a folder elsewhere");
    }
  }
}
