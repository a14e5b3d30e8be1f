package dev.penstock.anchorstore;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.merkle.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs that no crash takes: their own store is tested elsewhere. */
final class MemoryBlobs implements BlobStore {
  private final Map<Digest, byte[]> kept = new ConcurrentHashMap<>();

  int count() {
    return kept.size();
  }

  @Override
  public Digest put(byte[] content) {
    Digest digest = Sha256.of(content);
    byte[] _ = kept.put(digest, content.clone());
    return digest;
  }

  @Override
  public Optional<byte[]> get(Digest digest) {
    return Optional.ofNullable(kept.get(digest)).map(byte[]::clone);
  }

  @Override
  public void remove(Digest digest) {
    byte[] _ = kept.remove(digest);
  }
}
