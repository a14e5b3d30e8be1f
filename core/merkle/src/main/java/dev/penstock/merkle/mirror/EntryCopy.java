package dev.penstock.merkle.mirror;

import dev.penstock.merkle.Decoded;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.mirror.MirrorOutcome.Reason;
import dev.penstock.merkle.tile.EntryBundle;
import dev.penstock.merkle.tile.TilePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Copies one bundle of entries and its leaf hashes, in this order: a full tile of leaf hashes in
 * the copy means that everything below it is there. The leaf hashes are not fetched but computed,
 * and held against the tile above; only where the entries were dropped they are asked for.
 */
final class EntryCopy {
  private final TreeHasher hasher;
  private final MirrorSource source;
  private final MirrorTarget target;
  private final VerifiedTiles tiles;
  private final long prunedBelow;
  private final byte[] leafHashes = new byte[TilePath.WIDTH * Digest.BYTES];
  private MirrorCounts counts = MirrorCounts.NONE;

  /** Whether the source gave entries in this run: what follows them cannot have been pruned. */
  private boolean hasServed;

  EntryCopy(
      TreeHasher hasher,
      MirrorSource source,
      MirrorTarget target,
      VerifiedTiles tiles,
      long prunedBelow) {
    this.hasher = hasher;
    this.source = source;
    this.target = target;
    this.tiles = tiles;
    this.prunedBelow = prunedBelow;
  }

  MirrorCounts counts() {
    return counts;
  }

  /**
   * Copies a full bundle.
   *
   * @param mayBeHeld whether a run before this one may have stored the bundle and not its hashes
   */
  void full(long number, boolean mayBeHeld) throws IOException {
    int width = TilePath.WIDTH;
    if (bundle(number, width, mayBeHeld)) {
      counts = counts.withEntries(width, 0);
      store(new TilePath.Hashes(0, number, width), leafHashes.clone());
      return;
    }
    byte[] hashes = tiles.tile(0, number).clone();
    counts = counts.withEntries(0, width);
    store(new TilePath.Hashes(0, number, width), hashes);
  }

  /** Copies the bundle at the right edge; its leaf hashes are the edge tile, stored later. */
  void partial(long number, int width) throws IOException {
    boolean isCopied = bundle(number, width, true);
    counts = counts.withEntries(isCopied ? width : 0, isCopied ? 0 : width);
  }

  /** Stores the entries, and leaves their hashes behind; false where they were dropped. */
  private boolean bundle(long number, int width, boolean mayBeHeld) throws IOException {
    var path = new TilePath.Entries(number, width);
    Optional<byte[]> held = mayBeHeld ? target.read(path) : Optional.empty();
    if (held.isPresent()) {
      if (fits(held.get(), number, width).isPresent()) {
        throw VerifiedTiles.damaged(path);
      }
      return true;
    }
    Optional<byte[]> fetched = source.entries(number, width);
    if (fetched.isEmpty()) {
      requireDropped(path, number, width);
      return false;
    }
    Optional<String> flaw = fits(fetched.get(), number, width);
    if (flaw.isPresent()) {
      throw new RefusedException(Reason.WRONG_BYTES, path.text() + " " + flaw.get());
    }
    store(path, fetched.get());
    hasServed = true;
    return true;
  }

  /** What is wrong with a bundle, in words; empty when it is the one under the signed head. */
  private Optional<String> fits(byte[] bytes, long number, int width) throws IOException {
    switch (EntryBundle.decode(bytes, width)) {
      case Decoded.Malformed<EntryBundle>(var why) -> {
        return Optional.of("is no bundle: " + why);
      }
      case Decoded.Value<EntryBundle>(var bundle) -> bundle.leafHashes(hasher, leafHashes, 0);
    }
    boolean isRight =
        width == TilePath.WIDTH
            ? tiles.isUnder(leafHashes, 0, number)
            : Arrays.equals(
                leafHashes, 0, width * Digest.BYTES, tiles.edge(0), 0, width * Digest.BYTES);
    return isRight ? Optional.empty() : Optional.of("does not hash to what the log has signed");
  }

  /** Pruning takes the beginning of a log, and may end inside a bundle. */
  private void requireDropped(TilePath path, long number, int width) throws IOException {
    boolean isAllowed = number * TilePath.WIDTH + width <= prunedBelow;
    if (hasServed && !isAllowed) {
      throw new RefusedException(
          Reason.MISSING,
          "the source has no "
              + path.text()
              + " although it gave entries before it, and pruning takes the beginning of a log");
    }
    boolean isSaid =
        isAllowed
            || source.whyGone(number, width).isPresent()
            || (number > 0 && source.whyGone(number - 1, TilePath.WIDTH).isPresent());
    if (!isSaid) {
      throw new RefusedException(
          Reason.MISSING,
          "the source has no "
              + path.text()
              + " and does not say that it was pruned; if it was, say --pruned-below "
              + (number * TilePath.WIDTH + width));
    }
  }

  private void store(TilePath path, byte[] bytes) throws IOException {
    switch (target.store(path, bytes)) {
      case NEW -> counts = counts.withResource(bytes.length);
      case ALREADY -> {
        // A run before this one stored it.
      }
      case OTHER_BYTES -> throw VerifiedTiles.damaged(path);
    }
  }
}
