package dev.penstock.flow.index;

import dev.penstock.merkle.Digest;

/**
 * A sealed record that names a snapshot of this index.
 *
 * @param entry of the block that holds it
 * @param upTo entries of the log that are in the snapshot
 * @param digest of its first blob
 */
public record SnapshotSealed(long entry, long upTo, Digest digest) {}
