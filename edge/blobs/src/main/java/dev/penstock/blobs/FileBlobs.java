package dev.penstock.blobs;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Blobs in a folder: each a file named by the digest of its bytes in hexadecimal, in one of 256
 * folders named by the first two digits. A file is complete when it has its name.
 */
public final class FileBlobs implements BlobStore {
  /** Where it forces. */
  enum At implements ForcePoint {
    BYTES,
    NAME,
    FOLDER_NAME
  }

  private final Storage storage;

  /** So that two threads that keep the same bytes do not write one file. */
  private final Object writing = new Object();

  public FileBlobs(Storage storage) {
    this.storage = storage;
  }

  private static String folderOf(Digest digest) {
    return nameOf(digest).substring(0, 2);
  }

  private static String pathOf(Digest digest) {
    return folderOf(digest) + "/" + nameOf(digest);
  }

  private static String nameOf(Digest digest) {
    return HexFormat.of().formatHex(digest.bytes());
  }

  @Override
  public Digest put(byte[] content) throws IOException {
    if (content.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "a blob of " + content.length + " bytes, must be 0.." + BYTES_MAX);
    }
    Digest digest = Sha256.of(content);
    synchronized (writing) {
      if (!storage.exists(pathOf(digest))) {
        write(digest, content);
      } else {
        // Its names may be of a run that was cut off before they were durable.
        storage.forceFolder("", At.FOLDER_NAME);
        storage.forceFolder(folderOf(digest), At.NAME);
      }
    }
    return digest;
  }

  private void write(Digest digest, byte[] content) throws IOException {
    if (!storage.exists(folderOf(digest))) {
      storage.createFolder(folderOf(digest));
    }
    storage.forceFolder("", At.FOLDER_NAME);
    String unfinished = pathOf(digest) + ".new";
    if (storage.exists(unfinished)) {
      storage.delete(unfinished);
    }
    try (StorageFile file = storage.create(unfinished)) {
      file.writeFully(ByteBuffer.wrap(content), 0);
      file.force(At.BYTES);
    }
    storage.rename(unfinished, pathOf(digest));
    storage.forceFolder(folderOf(digest), At.NAME);
  }

  @Override
  public Optional<byte[]> get(Digest digest) throws IOException {
    String path = pathOf(digest);
    if (!storage.exists(path)) {
      return Optional.empty();
    }
    try (StorageFile file = storage.openReadOnly(path)) {
      if (file.sizeBytes() > BYTES_MAX) {
        throw new IOException("blob " + digest + " is longer than a blob can be");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.readFully(bytes, 0);
      if (!Sha256.of(bytes.array()).equals(digest)) {
        throw new IOException("blob " + digest + " has other bytes than its name says");
      }
      return Optional.of(bytes.array());
    }
  }

  @Override
  public void remove(Digest digest) throws IOException {
    synchronized (writing) {
      if (storage.exists(pathOf(digest))) {
        storage.delete(pathOf(digest));
        storage.forceFolder(folderOf(digest), At.NAME);
      }
    }
  }
}
