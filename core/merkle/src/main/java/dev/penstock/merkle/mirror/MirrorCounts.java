package dev.penstock.merkle.mirror;

/**
 * What one run did.
 *
 * @param entriesCopied entries in bundles that were verified and stored
 * @param entriesPruned entries that the source has dropped; their hashes were copied
 * @param resources tiles and bundles that were stored
 * @param bytes in these
 */
public record MirrorCounts(long entriesCopied, long entriesPruned, long resources, long bytes) {
  /** Nothing was done. */
  public static final MirrorCounts NONE = new MirrorCounts(0, 0, 0, 0);

  MirrorCounts with(MirrorCounts more) {
    return new MirrorCounts(
        entriesCopied + more.entriesCopied,
        entriesPruned + more.entriesPruned,
        resources + more.resources,
        bytes + more.bytes);
  }

  MirrorCounts withEntries(long copied, long pruned) {
    return new MirrorCounts(entriesCopied + copied, entriesPruned + pruned, resources, bytes);
  }

  MirrorCounts withResource(long bytesMore) {
    return new MirrorCounts(entriesCopied, entriesPruned, resources + 1, bytes + bytesMore);
  }
}
