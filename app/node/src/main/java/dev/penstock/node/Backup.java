package dev.penstock.node;

import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.blobs.FilePayloads;
import dev.penstock.disk.FileStorage;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.node.backup.BackupWriter;
import dev.penstock.node.backup.CopyProgress;
import dev.penstock.node.backup.KeysFile;
import dev.penstock.node.backup.Trees;
import dev.penstock.node.backup.WantedFile;
import dev.penstock.storage.FilePart;
import dev.penstock.storage.HeldFiles;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies a data folder as of one commit of its log, while its stores go on. The log is held first:
 * what it refers to is then in the extents, and what these refer to in the journal, which are held
 * after it. Behind that the journal may hold more, as after a crash; what holds is let go when all
 * is copied.
 */
final class Backup {
  private static final int NOTES_BYTES_MAX = 256 << 20;

  /** What makes no sense under another log: where its chains stand. */
  private static final Set<String> NOTES_LEFT_OUT = Set.of(RunNotes.SEALER);

  private final DataFolder folder;
  private final Stores stores;
  private final InstantSource clock;
  private final CopyProgress progress;

  Backup(DataFolder folder, Stores stores, InstantSource clock, CopyProgress progress) {
    this.folder = folder;
    this.stores = stores;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Writes the backup, and the keys if that is wanted; nothing is left of either when it fails.
   *
   * @param target a folder that is not there yet
   * @param keys a file that is not there yet
   */
  void write(Path target, Optional<Path> keys) throws IOException, StartException {
    Trees.make(target);
    boolean isWritten = false;
    try {
      BackupManifest _ = copy(target);
      if (keys.isPresent()) {
        KeysFile.write(folder.path().resolve("keys"), keys.get());
      }
      isWritten = true;
    } finally {
      if (!isWritten) {
        Trees.remove(target);
      }
    }
  }

  private BackupManifest copy(Path target) throws IOException, StartException {
    // A backup may lie on a network disk: it is read again before anybody trusts it.
    Storage into = FileStorage.open(target, Set.of(Files.getFileStore(target).type()));
    int version = DataFormat.OURS.read(folder.path(), folder.storage());
    // Before the log is held: what anchors are asked about is in the log by then.
    List<WantedFile> anchored = anchored();
    try (HeldFiles ledger = stores.ledger().hold();
        HeldFiles extents = stores.extents().hold()) {
      List<WantedFile> wanted = new ArrayList<>(anchored);
      add(ledger, "ledger", wanted);
      add(extents, "extents", wanted);
      addSmallFiles(wanted);
      addTree(Projections.BLOBS, wanted);
      addTree(PreviousLogs.ROOM, wanted);
      try (FilePayloads.Hold _ = stores.payloads().hold();
          HeldFiles journal = stores.journal().hold()) {
        add(journal, "journal", wanted);
        // Behind the journal's hold: whatever a held record names was there before the record.
        addTree(Node.PAYLOADS, wanted);
        return new BackupWriter(into, progress)
            .write(wanted, version, clock.instant().truncatedTo(ChronoUnit.SECONDS));
      }
    }
  }

  /** What anchors answered: the rows first, for each names what is there by then. */
  private List<WantedFile> anchored() throws IOException {
    List<WantedFile> wanted = new ArrayList<>();
    if (stores.anchors().isEmpty()) {
      // They cannot be explained, and are left as they are; so they go along as they are.
      addTree(Anchors.ROOM, wanted);
      return wanted;
    }
    Storage room = folder.room(Anchors.ROOM);
    for (FilePart part : stores.anchors().get().parts()) {
      wanted.add(new WantedFile(room, part, Anchors.ROOM + "/" + part.name()));
    }
    for (String name : AnchorFiles.small(room)) {
      addNow(room, name, Anchors.ROOM + "/" + name, wanted);
    }
    addTree(Anchors.PROOFS, wanted);
    return wanted;
  }

  private static void add(HeldFiles held, String room, List<WantedFile> wanted) {
    for (FilePart part : held.parts()) {
      wanted.add(new WantedFile(held.storage(), part, room + "/" + part.name()));
    }
  }

  /** Files that are replaced now and then: they are read here and now. */
  private void addSmallFiles(List<WantedFile> wanted) throws IOException {
    for (String name : List.of(DataFormat.FILE, "penstock.yaml")) {
      addNow(folder.storage(), name, name, wanted);
    }
    // The versions first: whatever they name was there before.
    addVersions(NodePlant.ROOM, wanted);
    addVersions(NodeGateway.ROOM, wanted);
    Storage notes = folder.room("notes");
    for (String name : notes.list("")) {
      if (!NOTES_LEFT_OUT.contains(name) && !name.endsWith(ReplacedFile.unfinished(""))) {
        addNow(notes, name, "notes/" + name, wanted);
      }
    }
  }

  private void addVersions(String room, List<WantedFile> wanted) throws IOException {
    Storage versions = folder.room(room);
    addNow(versions, KeptFiles.VERSIONS, room + "/" + KeptFiles.VERSIONS, wanted);
    for (String name : versions.list("")) {
      if (name.endsWith(KeptFiles.ENDING)) {
        addNow(versions, name, room + "/" + name, wanted);
      }
    }
  }

  private static void addNow(Storage from, String name, String as, List<WantedFile> wanted)
      throws IOException {
    byte[] content = ReplacedFile.read(from, name, NOTES_BYTES_MAX);
    if (content.length > 0) {
      wanted.add(new WantedFile(from, FilePart.ending(name, 0, content, content.length), as));
    }
  }

  /** Files that never change once they have their name. */
  private void addTree(String room, List<WantedFile> wanted) throws IOException {
    Path root = folder.path().resolve(room);
    if (!Files.isDirectory(root)) {
      return;
    }
    Storage from = FileStorage.open(root);
    try (Stream<Path> inside = Files.walk(root)) {
      for (Path file : inside.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(file).toString();
        if (!name.endsWith(ReplacedFile.unfinished(""))) {
          wanted.add(new WantedFile(from, FilePart.of(name, Files.size(file)), room + "/" + name));
        }
      }
    }
  }
}
