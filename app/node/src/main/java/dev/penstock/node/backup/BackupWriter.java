package dev.penstock.node.backup;

import dev.penstock.storage.FileCopy;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes a backup into an empty folder: first all files, then their names, then the manifest. What
 * is cut off before that has no manifest, and is no backup.
 */
public final class BackupWriter {
  private final Storage target;
  private final CopyProgress progress;
  private final TreeSet<String> folders = new TreeSet<>();
  private long done;

  public BackupWriter(Storage target, CopyProgress progress) {
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies all these files and says that they are a backup; durable on return.
   *
   * @param dataVersion of the data folder they come from
   */
  public BackupManifest write(List<WantedFile> files, int dataVersion, Instant taken)
      throws IOException {
    long size = files.stream().mapToLong(file -> file.part().contentBytes()).sum();
    List<BackupFile> copied = new ArrayList<>();
    for (WantedFile file : files) {
      copied.add(copy(file, size));
    }
    forceNames();
    var manifest = new BackupManifest(dataVersion, taken, copied);
    writeManifest(manifest.encode());
    return manifest;
  }

  private BackupFile copy(WantedFile file, long size) throws IOException {
    makeFolder(StorageName.folderOf(file.name()));
    MessageDigest sha256 = Digests.sha256();
    FileCopy.toKeep(file.from(), target, At.COPIED_BYTES)
        .copy(
            file.part(),
            file.name(),
            content -> {
              done += content.remaining();
              sha256.update(content);
              progress.at(done, size);
            });
    return new BackupFile(
        file.name(),
        file.part().contentBytes(),
        file.part().sizeBytes(),
        Digests.hex(sha256.digest()));
  }

  /** Makes a folder and those above it. */
  private void makeFolder(String folder) throws IOException {
    if (!folders.contains(folder)) {
      if (!folder.isEmpty()) {
        makeFolder(StorageName.folderOf(folder));
        target.createFolder(folder);
      }
      boolean _ = folders.add(folder);
    }
  }

  private void forceNames() throws IOException {
    for (String folder : folders) {
      target.forceFolder(folder, At.COPIED_NAMES);
    }
  }

  private void writeManifest(byte[] manifest) throws IOException {
    try (StorageFile file = target.create(BackupManifest.UNFINISHED)) {
      file.writeFully(ByteBuffer.wrap(manifest), 0);
      file.force(At.MANIFEST);
    }
    target.rename(BackupManifest.UNFINISHED, BackupManifest.FILE);
    target.forceFolder("", At.MANIFEST_NAME);
  }
}
