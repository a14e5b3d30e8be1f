package dev.penstock.node;

import dev.penstock.disk.FileStorage;
import dev.penstock.ledger.LedgerCheck;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.node.backup.BackupManifest;
import dev.penstock.node.backup.BackupReader;
import dev.penstock.node.backup.CopyProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a whole backup: its files, its journals, its log. Writes nothing. */
public final class BackupCheck {
  private BackupCheck() {}

  /**
   * What was found.
   *
   * @param log as it was checked, without a key
   * @param findings what is wrong, with the log or with anything around it
   */
  public record Result(LedgerCheck log, int files, long bytes, List<String> findings) {
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /** Reads all of it. */
  public static Result run(Path folder, CopyProgress progress) throws IOException {
    List<String> findings = new ArrayList<>(DataCheck.run(folder, progress).findings());
    LedgerCheck log =
        LedgerFsck.of(FileStorage.openForReading(folder.resolve("ledger"))).run(FsckProgress.NONE);
    log.findings().forEach(finding -> findings.add(finding.toString()));
    Optional<BackupManifest> manifest =
        new BackupReader(FileStorage.openForReading(folder)).manifest();
    return new Result(
        log,
        manifest.map(m -> m.files().size()).orElse(0),
        manifest.map(BackupManifest::contentBytes).orElse(0L),
        findings);
  }
}
