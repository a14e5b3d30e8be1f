package dev.penstock.node.backup;

import dev.penstock.storage.FileCopy;
import dev.penstock.storage.FilePart;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Copies the rooms of a backup to where they stand in a restored data folder. */
public final class RestoreWriter {
  /** These are written anew. */
  private static final Set<String> LEFT_OUT = Set.of("format", "penstock.yaml");

  /** Segments of it are written to again, and must have their space. */
  private static final String WRITTEN_ON = "journal";

  private final Storage backup;
  private final Storage target;
  private final CopyProgress progress;
  private final TreeSet<String> folders = new TreeSet<>();

  public RestoreWriter(Storage backup, Storage target, CopyProgress progress) {
    this.backup = backup;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Copies all that the manifest lists; durable on return.
   *
   * @param moved rooms that get another place
   */
  public void write(BackupManifest manifest, Map<String, String> moved) throws IOException {
    FileCopy keeping = FileCopy.toKeep(backup, target, At.COPIED_BYTES);
    FileCopy writingOn = FileCopy.toWriteOn(backup, target, At.COPIED_BYTES);
    long size = manifest.contentBytes();
    long done = 0;
    for (BackupFile file : manifest.files()) {
      if (!LEFT_OUT.contains(file.name())) {
        String room = file.name().substring(0, Math.max(0, file.name().indexOf('/')));
        String name = moved.getOrDefault(room, room) + file.name().substring(room.length());
        makeFolder(StorageName.folderOf(name));
        FileCopy copy = room.equals(WRITTEN_ON) ? writingOn : keeping;
        copy.copy(
            FilePart.within(file.name(), file.contentBytes(), file.sizeBytes()),
            name,
            content -> {});
      }
      done += file.contentBytes();
      progress.at(done, size);
    }
    for (String folder : folders) {
      target.forceFolder(folder, At.COPIED_NAMES);
    }
  }

  private void makeFolder(String folder) throws IOException {
    if (folders.add(folder) && !folder.isEmpty()) {
      makeFolder(StorageName.folderOf(folder));
      target.createFolder(folder);
    }
  }

  /** Makes a small file; durable on return. */
  public static void writeWhole(Storage folder, String name, byte[] content) throws IOException {
    try (StorageFile file = folder.create(name)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(At.COPIED_BYTES);
    }
    folder.forceFolder(StorageName.folderOf(name), At.COPIED_NAMES);
  }
}
