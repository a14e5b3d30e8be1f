package dev.penstock.node;

import dev.penstock.anchorstore.AnchorCheck;
import dev.penstock.anchorstore.AnchorFiles;
import dev.penstock.anchorstore.AnchorRows;
import dev.penstock.blobs.FileBlobs;
import dev.penstock.blobs.FilePayloads;
import dev.penstock.blobs.NoBlobs;
import dev.penstock.disk.FileStorage;
import dev.penstock.flow.LedgerHead;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.ReadAhead;
import dev.penstock.flow.index.RecordsCheck;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.journal.JournalCheck;
import dev.penstock.journal.JournalFsck;
import dev.penstock.journal.JournalReader;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.node.backup.BackupReader;
import dev.penstock.node.backup.CopyProgress;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks what stands around the log of a data folder or a backup of one: the two journals, the logs
 * that were before a restore, and of a backup each file. Takes no lock and writes nothing.
 */
public final class DataCheck {
  private static final int LOOKS_MAX = 3;

  private final Path folder;
  private final List<String> lines = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();

  private DataCheck(Path folder) {
    this.folder = folder;
  }

  /**
   * What was found.
   *
   * @param lines what was looked at, each a word and what is to be said of it
   * @param findings what is wrong
   */
  public record Result(List<String> lines, List<String> findings) {
    public Result {
      lines = List.copyOf(lines);
      findings = List.copyOf(findings);
    }
  }

  /** Whether this is the folder of a node, or a backup of one, whose journals can be looked at. */
  public static boolean isData(Path folder) {
    return Files.isRegularFile(folder.resolve(DataFormat.FILE))
        && Files.isDirectory(folder.resolve("ledger"))
        && Files.isDirectory(folder.resolve("journal"))
        && Files.isDirectory(folder.resolve("extents"));
  }

  /** Looks at all of it. */
  public static Result run(Path folder, CopyProgress progress) throws IOException {
    return new DataCheck(folder).run(progress);
  }

  private Result run(CopyProgress progress) throws IOException {
    Storage all = FileStorage.openForReading(folder);
    var reader = new BackupReader(all);
    boolean isBackup = reader.isBackup();
    if (isBackup) {
      Optional<BackupManifest> manifest = reader.manifest();
      if (manifest.isEmpty()) {
        findings.add(BackupManifest.FILE + ": the list of files is damaged");
      } else {
        findings.addAll(reader.check(manifest.get(), progress));
        lines.add(
            "backup   of %s, %,d files, %,d bytes"
                .formatted(
                    manifest.get().taken(),
                    manifest.get().files().size(),
                    manifest.get().contentBytes()));
      }
    }
    // The log first: what it refers to is in journals that are looked at later.
    Optional<LedgerHead> head = head(folder.resolve("ledger"));
    JournalCheck extents = journal("extents", isBackup);
    JournalCheck journal = journal("journal", isBackup);
    head.ifPresent(known -> checkFits(known, journal));
    if (head.isPresent() && head.get().size() > 0 && extents.records() == 0) {
      // Entry 0 of a restored log is a text.
      lines.add("note     nothing of this gateway is sealed in this log yet");
    }
    compareRecords("", folder, progress);
    checkPayloads();
    checkAnchors("", folder);
    checkPrevious();
    return new Result(lines, findings);
  }

  private Optional<LedgerHead> head(Path ledger) throws IOException {
    return switch (LedgerReader.open(FileStorage.openForReading(ledger), PublishedHead.NONE)) {
      case ReaderOpening.Refused(var finding) -> {
        findings.add(finding.toString());
        yield Optional.empty();
      }
      case ReaderOpening.Opened(var open, var _, var _) -> {
        try (open) {
          yield Optional.of(open.view().head());
        }
      }
    };
  }

  private JournalCheck journal(String room, boolean isBackup) throws IOException {
    JournalFsck fsck = JournalFsck.of(FileStorage.openForReading(folder.resolve(room)));
    JournalCheck check = isBackup ? fsck.run() : besideWriter(fsck.besideWriter());
    lines.add(
        "%-8s %,d records in %,d commits, ends at %,d"
            .formatted(room, check.records(), check.commits(), check.end()));
    check.notes().forEach(note -> lines.add("note     " + room + ": " + note));
    check.findings().forEach(finding -> findings.add(room + ": " + finding));
    return check;
  }

  /** A running node may drop a segment during one look, and does so once a minute at most. */
  private static JournalCheck besideWriter(JournalFsck fsck) {
    JournalCheck check = fsck.run();
    for (int look = 1; look < LOOKS_MAX && !check.findings().isEmpty(); look++) {
      check = fsck.run();
    }
    return check;
  }

  private void checkFits(LedgerHead head, JournalCheck journal) {
    if (head.low() > journal.end()) {
      findings.add(
          "the log holds records up to journal position "
              + head.low()
              + ", the journal ends at "
              + journal.end());
    }
  }

  /** What is kept beside the records: each file has the bytes that its name says. */
  private void checkPayloads() throws IOException {
    Path payloads = folder.resolve(Node.PAYLOADS);
    if (!Files.isDirectory(payloads)) {
      return;
    }
    FilePayloads.Checked checked = FilePayloads.check(room(payloads));
    lines.add("payloads %,d, %,d bytes".formatted(checked.count(), checked.bytes()));
    checked.findings().forEach(finding -> findings.add(Node.PAYLOADS + ": " + finding));
  }

  /**
   * What anchors answered about a log. The rows are counted before the log is opened, so that none
   * is about a size which that does not have yet.
   */
  private void checkAnchors(String label, Path at) throws IOException {
    Path room = at.resolve(Anchors.ROOM);
    if (!Files.isDirectory(room)) {
      return;
    }
    Path kept = at.resolve(Anchors.PROOFS);
    // A backup of a node that nobody answered yet holds files alone, and so no folder for proofs.
    BlobStore proofs = Files.isDirectory(kept) ? new FileBlobs(room(kept)) : NoBlobs.NO_BLOBS;
    try {
      Optional<AnchorRows> rows = AnchorFiles.read(room(room), proofs);
      if (rows.isPresent()) {
        try (AnchorRows open = rows.get()) {
          compareAnchors(label, at, open);
        }
      }
    } catch (IOException e) {
      findings.add(label + Anchors.ROOM + ": " + e.getMessage());
    }
  }

  private void compareAnchors(String label, Path at, AnchorRows rows) throws IOException {
    if (LedgerReader.open(room(at.resolve("ledger")), PublishedHead.NONE)
        instanceof ReaderOpening.Opened(var open, var _, var _)) {
      try (open) {
        AnchorCheck.Result result = AnchorCheck.run(rows, logOf(open));
        lines.add(
            "anchors  %s%,d answers, %,d with a proof"
                .formatted(label, result.rows(), result.proofs()));
        result.findings().forEach(finding -> findings.add(label + Anchors.ROOM + ": " + finding));
      }
    }
  }

  private static AnchorCheck.Log logOf(LedgerReader open) {
    LedgerView view = open.view();
    return new AnchorCheck.Log() {
      @Override
      public String origin() {
        return open.origin();
      }

      @Override
      public long size() {
        return view.head().size();
      }

      @Override
      public Digest root(long size) throws IOException {
        return view.root(size);
      }
    };
  }

  private void checkPrevious() throws IOException {
    for (Path before : PreviousLogs.in(folder)) {
      LedgerCheck check =
          LedgerFsck.of(FileStorage.openForReading(before.resolve("ledger")))
              .run(FsckProgress.NONE);
      lines.add(
          "before   %s, %,d entries, root %s"
              .formatted(check.origin(), check.size(), check.root()));
      check.findings().forEach(finding -> findings.add(before.getFileName() + ": " + finding));
      JournalFsck.of(FileStorage.openForReading(before.resolve("extents")))
          .run()
          .findings()
          .forEach(finding -> findings.add(before.getFileName() + ": extents: " + finding));
      compareRecords(before.getFileName() + ": ", before, (done, size) -> {});
      checkAnchors(before.getFileName() + ": ", before);
    }
  }

  /**
   * Compares the records of a log with its roots. Where its ledger or a journal cannot be opened,
   * that is a finding of its own already.
   *
   * @param label opens each line about it
   * @param at holds the log and its extents
   */
  private void compareRecords(String label, Path at, CopyProgress progress) throws IOException {
    if (!findings.isEmpty()) {
      lines.add("note     " + label + "records are not compared with the log before that is right");
      return;
    }
    Storage ledger = FileStorage.openForReading(at.resolve("ledger"));
    switch (LedgerReader.open(ledger, PublishedHead.NONE)) {
      case ReaderOpening.Refused(var finding) -> findings.add(label + finding);
      case ReaderOpening.Opened(var open, var _, var _) -> {
        try (open) {
          // The log was looked at first: the extents of all its blocks are there.
          long size = open.view().head().size();
          JournalReader extents = JournalReader.open(room(at.resolve("extents")));
          var payload = new ReopenedPayload(room(folder.resolve("journal")));
          var evidence =
              new BlockReader.Evidence(open, payload, new ReadAhead(extents), open.origin());
          try (JournalCursor cursor = extents.cursor()) {
            say(label, RecordsCheck.run(evidence, cursor, progress::at), size);
          }
        }
      }
    }
  }

  private static Storage room(Path folder) throws IOException {
    return FileStorage.openForReading(folder);
  }

  private void say(String label, RecordsCheck.Result result, long size) {
    lines.add(
        "records  %s%,d in %,d blocks of %,d entries are those that were sealed"
            .formatted(label, result.records(), result.blocks(), size));
    if (result.dropped() > 0) {
      lines.add(
          "note     %s%,d blocks lost records by policy; what is left of them is not compared"
              .formatted(label, result.dropped()));
    }
    result.findings().forEach(finding -> findings.add(label + finding));
  }
}
