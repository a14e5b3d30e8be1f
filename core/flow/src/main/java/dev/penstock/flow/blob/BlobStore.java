package dev.penstock.flow.blob;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * Files that are named by the SHA-256 of what is in them: what a record names by its digest and is
 * too large to be in it. Bytes that are encrypted before they come here go by the digest of the
 * ciphertext. Safe for use by several threads.
 */
public interface BlobStore {
  /** More bytes are no blob: they are kept in several. */
  int BYTES_MAX = 64 << 20;

  /** Keeps these bytes, durable on return; does nothing when they are there already. */
  Digest put(byte[] content) throws IOException;

  /**
   * The bytes of this digest, when they are there.
   *
   * @throws IOException also when what is there has another digest
   */
  Optional<byte[]> get(Digest digest) throws IOException;

  /** Removes a blob that no record needs any more; does nothing when there is none. */
  void remove(Digest digest) throws IOException;
}
