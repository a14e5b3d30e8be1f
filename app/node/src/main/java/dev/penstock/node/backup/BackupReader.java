package dev.penstock.node.backup;

import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a backup, and holds its files against the list of them. Writes nothing. */
public final class BackupReader {
  private static final int MANIFEST_BYTES_MAX = 256 << 20;
  private static final int CHUNK_BYTES = 1 << 20;

  private final Storage folder;

  public BackupReader(Storage folder) {
    this.folder = folder;
  }

  /** Whether the folder says that it is a backup. */
  public boolean isBackup() throws IOException {
    return folder.exists(BackupManifest.FILE);
  }

  /** The list of files, where there is one that is whole. */
  public Optional<BackupManifest> manifest() throws IOException {
    if (!isBackup()) {
      return Optional.empty();
    }
    try (StorageFile file = folder.openReadOnly(BackupManifest.FILE)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(MANIFEST_BYTES_MAX, file.sizeBytes()));
      file.readFully(bytes, 0);
      return BackupManifest.decode(bytes.array());
    }
  }

  /** What is wrong with the files, one sentence each. */
  public List<String> check(BackupManifest manifest, CopyProgress progress) throws IOException {
    List<String> findings = new ArrayList<>();
    Set<String> known = new HashSet<>();
    long size = manifest.contentBytes();
    long done = 0;
    for (BackupFile file : manifest.files()) {
      boolean _ = known.add(file.name());
      check(file).ifPresent(findings::add);
      done += file.contentBytes();
      progress.at(done, size);
    }
    // A crash right behind the rename can leave both names of the list.
    boolean _ = Collections.addAll(known, BackupManifest.FILE, BackupManifest.UNFINISHED);
    addStrangers("", known, findings);
    return findings;
  }

  private Optional<String> check(BackupFile listed) throws IOException {
    if (!folder.exists(listed.name())) {
      return Optional.of(listed.name() + " is missing");
    }
    MessageDigest sha256 = Digests.sha256();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (StorageFile file = folder.openReadOnly(listed.name())) {
      if (file.sizeBytes() != listed.sizeBytes()) {
        return Optional.of(
            listed.name()
                + " has "
                + file.sizeBytes()
                + " bytes, the list says "
                + listed.sizeBytes());
      }
      for (long at = 0; at < listed.contentBytes(); at += chunk.limit()) {
        var _ = chunk.clear().limit((int) Math.min(CHUNK_BYTES, listed.contentBytes() - at));
        file.readFully(chunk, at);
        sha256.update(chunk.flip());
      }
    }
    return Digests.hex(sha256.digest()).equals(listed.sha256())
        ? Optional.empty()
        : Optional.of(listed.name() + " has other bytes than when the backup was made");
  }

  private void addStrangers(String in, Set<String> known, List<String> findings)
      throws IOException {
    for (String simple : folder.list(in)) {
      String name = in.isEmpty() ? simple : in + "/" + simple;
      if (!known.contains(name)) {
        if (known.stream().anyMatch(file -> file.startsWith(name + "/"))) {
          addStrangers(name, known, findings);
        } else {
          findings.add(name + " is not in the list of files");
        }
      }
    }
  }
}
