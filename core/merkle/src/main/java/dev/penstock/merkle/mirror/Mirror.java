package dev.penstock.merkle.mirror;

import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.mirror.MirrorOutcome.Reason;
import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.TrustPolicy;
import dev.penstock.merkle.tile.TileLayout;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.witness.HeadConflict;
import dev.penstock.signature.Signatures;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Brings a copy of a tile log up to the newest head that its policy accepts.
 *
 * <p>Trust goes from the top down: the signed root, the partial tiles at the right edge, each full
 * tile by the tile above it, each bundle of entries by its leaf hashes. So every resource is
 * verified before it is stored, alone, and a broken link costs one of them. The order of storing is
 * what makes a run that was cut off go on where it was: tiles above before tiles below, entries
 * before their leaf hashes, the checkpoint last. A full tile of leaf hashes in the copy therefore
 * means that all before it is there, and the first one that is missing is found by halving. Which
 * log those tiles are of says the pending head: it is written before them, and the next head must
 * follow it as it must follow the checkpoint.
 *
 * <p>Holds one tile per level and one bundle, however large the log is. One thread at a time.
 */
public final class Mirror {
  private final MirrorSource source;
  private final MirrorTarget target;
  private final HeadGate gate;
  private final long prunedBelow;
  private final TreeHasher hasher = new TreeHasher();

  /**
   * Copies from here to there.
   *
   * @param prunedBelow entries below this index may be missing at the source, also where it does
   *     not say why
   */
  public Mirror(
      MirrorSource source,
      MirrorTarget target,
      Signatures signatures,
      TrustPolicy policy,
      long prunedBelow) {
    this.source = source;
    this.target = target;
    this.gate = new HeadGate(signatures, policy);
    this.prunedBelow = prunedBelow;
  }

  /**
   * One run, to the head that the source shows now.
   *
   * @throws IOException when the source or the copy cannot be reached; what was verified so far is
   *     stored
   */
  public MirrorOutcome run(MirrorProgress progress) throws IOException {
    try {
      return judge(progress);
    } catch (RefusedException e) {
      return new MirrorOutcome.Refused(
          e.reason(), String.valueOf(e.getMessage()), MirrorCounts.NONE);
    }
  }

  private MirrorOutcome judge(MirrorProgress progress) throws IOException {
    Optional<HeadGate.Signed> held = held(MirrorTarget.Head.CHECKPOINT);
    byte[] bytes =
        source
            .checkpoint()
            .orElseThrow(() ->
                new RefusedException(
                    Reason.NOTHING_PUBLISHED, "the source has published no checkpoint yet"));
    HeadGate.Signed offered = gate.offered(bytes);
    if (held.isPresent()) {
      requireSameLog(held.get().head(), offered.head());
      if (offered.head().size() <= held.get().head().size()) {
        return notLarger(held.get(), offered, bytes);
      }
    }
    gate.requireQuorum(offered);
    return grow(held, offered, bytes, progress);
  }

  private Optional<HeadGate.Signed> held(MirrorTarget.Head which) throws IOException {
    Optional<byte[]> there = target.readHead(which);
    return there.isPresent() ? Optional.of(gate.held(there.get())) : Optional.empty();
  }

  private static void requireSameLog(Checkpoint held, Checkpoint offered) throws RefusedException {
    if (!held.origin().equals(offered.origin())) {
      throw new RefusedException(
          Reason.OTHER_LOG,
          "the copy is of the log " + held.origin() + ", the source is " + offered.origin());
    }
  }

  private MirrorOutcome notLarger(HeadGate.Signed held, HeadGate.Signed offered, byte[] bytes)
      throws IOException {
    Optional<HeadConflict> conflict = gate.notLarger(held, offered, target);
    if (conflict.isPresent()) {
      return contradicted(conflict.get());
    }
    gate.requireQuorum(offered);
    if (offered.head().size() < held.head().size()) {
      throw new RefusedException(
          Reason.OLDER,
          "the source shows size "
              + offered.head().size()
              + ", the copy has "
              + held.head().size()
              + " of the same log: the source is behind, or was put back");
    }
    if (!held.isSatisfying()) {
      // The policy asks for more witnesses than when this head was taken.
      target.replaceHead(MirrorTarget.Head.CHECKPOINT, bytes);
      return new MirrorOutcome.Advanced(
          Optional.of(held.head()), offered.head(), MirrorCounts.NONE);
    }
    return new MirrorOutcome.UpToDate(held.head());
  }

  /** A run that was cut off had begun with a larger head: what it stored can only be of that. */
  private static void requireNotBehind(Checkpoint before, Checkpoint offered)
      throws RefusedException {
    requireSameLog(before, offered);
    if (before.size() > offered.size()) {
      throw new RefusedException(
          Reason.OLDER,
          "the source shows size "
              + offered.size()
              + ", a run that was not finished was copying "
              + before.size()
              + " of the same log: the source is behind, or was put back");
    }
  }

  private MirrorOutcome contradicted(HeadConflict conflict) throws IOException {
    return new MirrorOutcome.Contradicted(conflict, ConflictFiles.keep(conflict, target));
  }

  private MirrorOutcome grow(
      Optional<HeadGate.Signed> held,
      HeadGate.Signed offered,
      byte[] bytes,
      MirrorProgress progress)
      throws IOException {
    var tiles = new VerifiedTiles(hasher, source, target, offered.head());
    tiles.open();
    long from = held.map(signed -> signed.head().size()).orElse(0L);
    Optional<HeadGate.Signed> pending =
        held(MirrorTarget.Head.PENDING).filter(signed -> signed.head().size() > from);
    for (HeadGate.Signed before : Stream.concat(held.stream(), pending.stream()).toList()) {
      requireNotBehind(before.head(), offered.head());
      Optional<HeadConflict> conflict = gate.larger(before, offered, tiles);
      if (conflict.isPresent()) {
        return contradicted(conflict.get());
      }
    }
    var entries = new EntryCopy(hasher, source, target, tiles, prunedBelow);
    long full = TileLayout.hashCount(1, offered.head().size());
    boolean isPending = pending.isPresent() && pending.get().note().equals(offered.note());
    if (full > from / TilePath.WIDTH && !isPending) {
      target.replaceHead(MirrorTarget.Head.PENDING, bytes);
    }
    try {
      tiles.keep();
      // Only what was verified under a head that this one follows is passed over.
      long first =
          pending.isPresent() ? firstMissing(from / TilePath.WIDTH, full) : from / TilePath.WIDTH;
      long done = copy(first, offered.head(), entries, progress);
      if (done < offered.head().size()) {
        return new MirrorOutcome.Stopped(offered.head(), done, counts(tiles, entries));
      }
      storeEdge(offered.head(), tiles);
    } catch (RefusedException e) {
      return new MirrorOutcome.Refused(
          e.reason(), String.valueOf(e.getMessage()), counts(tiles, entries));
    }
    target.replaceHead(MirrorTarget.Head.CHECKPOINT, bytes);
    return new MirrorOutcome.Advanced(
        held.map(HeadGate.Signed::head), offered.head(), counts(tiles, entries));
  }

  private static MirrorCounts counts(VerifiedTiles tiles, EntryCopy entries) {
    return entries.counts().with(tiles.kept());
  }

  /** Up to where it came, which is the end unless it was asked to stop. */
  private long copy(long first, Checkpoint head, EntryCopy entries, MirrorProgress progress)
      throws IOException {
    long end = TileLayout.hashCount(1, head.size());
    for (long number = first; number < end; number++) {
      if (!progress.goesOn(number * TilePath.WIDTH, head.size())) {
        return number * TilePath.WIDTH;
      }
      entries.full(number, number == first);
    }
    int width = TileLayout.width(0, end, head.size());
    if (width > 0) {
      if (!progress.goesOn(end * TilePath.WIDTH, head.size())) {
        return end * TilePath.WIDTH;
      }
      entries.partial(end, width);
    }
    var _ = progress.goesOn(head.size(), head.size());
    return head.size();
  }

  /** Tiles of leaf hashes are stored in order, so the first that is missing is found by halving. */
  private long firstMissing(long from, long end) throws IOException {
    long present = from;
    long step = 1;
    while (present < end && isThere(Math.min(end, present + step) - 1)) {
      present = Math.min(end, present + step);
      step *= 2;
    }
    long missing = Math.min(end, present + step);
    while (present < missing) {
      long middle = (present + missing) >>> 1;
      if (middle < end && isThere(middle)) {
        present = middle + 1;
      } else {
        missing = middle;
      }
    }
    return present;
  }

  private boolean isThere(long number) throws IOException {
    return target.has(new TilePath.Hashes(0, number, TilePath.WIDTH));
  }

  private void storeEdge(Checkpoint head, VerifiedTiles tiles) throws IOException {
    for (int level = 0; level < TileLayout.LEVELS; level++) {
      long hashes = TileLayout.hashCount(level, head.size());
      int width = (int) (hashes % TilePath.WIDTH);
      if (width > 0) {
        tiles.storeEdge(level, new TilePath.Hashes(level, hashes / TilePath.WIDTH, width));
      }
    }
  }
}
