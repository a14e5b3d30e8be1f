package dev.penstock.node;

import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.anchorstore.AnchorOpening;
import dev.penstock.blobs.FileBlobs;
import dev.penstock.blobs.FilePayloads;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.PublishedHead;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.ledger.FileLedger;
import dev.penstock.ledger.FilePublishedHead;
import dev.penstock.ledger.LedgerOpening;
import dev.penstock.ledger.LedgerOptions;
import dev.penstock.merkle.Hands;
import dev.penstock.node.Node.Machine;
import dev.penstock.node.config.NodeSettings;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log, journals and payloads of one data folder, open for their one writer. */
final class Stores implements Closeable {
  private final FileLedger ledger;
  private final FileJournal journal;
  private final FileJournal extents;
  private final FilePayloads payloads;
  private final Optional<AnchorFiles> anchors;
  private final Optional<String> anchorsRefused;
  private final List<String> remarks = new ArrayList<>();

  private Stores(DataFolder folder, NodeSettings settings, Machine machine, Hands hands)
      throws IOException, StartException {
    this.ledger = openLedger(folder.room("ledger"), settings, machine, hands, remarks);
    FileJournal first = null;
    AnchorFiles anchored = null;
    boolean isOpen = false;
    try {
      AnchorOpening answers = openAnchors(folder, machine);
      anchored = answers instanceof AnchorOpening.Opened(var open) ? open : null;
      this.anchorsRefused =
          answers instanceof AnchorOpening.Refused(var why) ? Optional.of(why) : Optional.empty();
      first = openJournal(folder.room("journal"), machine);
      this.payloads = FilePayloads.open(folder.room(Node.PAYLOADS));
      this.extents = openJournal(folder.room("extents"), machine);
      isOpen = true;
    } finally {
      if (!isOpen) {
        close(first);
        close(anchored);
        ledger.close();
      }
    }
    this.journal = first;
    this.anchors = Optional.ofNullable(anchored);
  }

  /**
   * Opens all of them; each is made where it is not there.
   *
   * @param hands hash what comes into the log
   */
  static Stores open(DataFolder folder, NodeSettings settings, Machine machine, Hands hands)
      throws IOException, StartException {
    return new Stores(folder, settings, machine, hands);
  }

  FileLedger ledger() {
    return ledger;
  }

  FileJournal journal() {
    return journal;
  }

  FileJournal extents() {
    return extents;
  }

  FilePayloads payloads() {
    return payloads;
  }

  /** What anchors answered; empty when it cannot be explained, {@link #anchorsRefused}. */
  Optional<AnchorFiles> anchors() {
    return anchors;
  }

  /** Why the answers of anchors are left as they are, if so. */
  Optional<String> anchorsRefused() {
    return anchorsRefused;
  }

  /** What was seen at the opening that the operator should know. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  static FileLedger openLedger(
      Storage room, NodeSettings settings, Machine machine, Hands hands, List<String> remarks)
      throws IOException, StartException {
    PublishedHead head = PublishedHead.NONE;
    if (settings.publishedHead().isPresent()) {
      Path outside = Files.createDirectories(settings.publishedHead().get());
      head = new FilePublishedHead(FileStorage.open(outside));
    }
    var options =
        LedgerOptions.of(machine.clock(), machine.random(), machine.holder(), head)
            .withHands(hands);
    LedgerOpening opening =
        room.exists("format")
            ? FileLedger.open(room, options)
            : FileLedger.create(room, settings.origin(), FileLedger.SEGMENT_BYTES_DEFAULT, options);
    return switch (opening) {
      case LedgerOpening.Opened(var open, var seen) -> {
        remarks.addAll(seen);
        if (!open.origin().equals(settings.origin())) {
          open.close();
          throw new StartException(
              "origin is "
                  + settings.origin()
                  + " in the settings and "
                  + open.origin()
                  + " in the log; a log keeps its origin for ever");
        }
        yield open;
      }
      case LedgerOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
  }

  private FileJournal openJournal(Storage room, Machine machine)
      throws IOException, StartException {
    var options = JournalOptions.of(machine.clock(), machine.random(), machine.holder());
    JournalOpening opening =
        room.exists("format")
            ? FileJournal.open(room, options)
            : FileJournal.create(room, FileJournal.SEGMENT_BYTES_DEFAULT, options);
    return switch (opening) {
      case JournalOpening.Opened(var open, var seen) -> {
        remarks.addAll(seen);
        yield open;
      }
      case JournalOpening.Refused(var finding) -> throw new StartException(finding.toString());
    };
  }

  private static AnchorOpening openAnchors(DataFolder folder, Machine machine) throws IOException {
    Storage room = folder.room(Anchors.ROOM);
    return AnchorFiles.open(room, new FileBlobs(folder.room(Anchors.PROOFS)), machine.random());
  }

  private static void close(@Nullable Closeable part) throws IOException {
    if (part != null) {
      part.close();
    }
  }

  @Override
  public void close() throws IOException {
    try (ledger;
        journal;
        extents) {
      close(anchors.orElse(null));
    }
  }
}
