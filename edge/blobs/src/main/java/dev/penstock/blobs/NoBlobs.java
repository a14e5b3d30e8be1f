package dev.penstock.blobs;

import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** What is to be read of blobs whose folder is not there: none. */
public enum NoBlobs implements BlobStore {
  NO_BLOBS;

  @Override
  public Digest put(byte[] content) throws NoSuchFileException {
    throw new NoSuchFileException("a blob of " + content.length + " bytes has no folder");
  }

  @Override
  public Optional<byte[]> get(Digest digest) {
    return Optional.empty();
  }

  @Override
  public void remove(Digest digest) {}
}
