package dev.penstock.ledger;

import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.tile.TilePath;
import dev.penstock.merkle.tile.TileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A ledger as the tiles of C2SP tlog-tiles, as far as it was published. Safe for use by several
 * threads.
 */
public final class LedgerTiles implements TileStore {
  private final ReadableLedger ledger;

  /** The tiles of this ledger. */
  public LedgerTiles(ReadableLedger ledger) {
    this.ledger = ledger;
  }

  @Override
  public Optional<byte[]> checkpoint() throws IOException {
    return ledger.checkpoints().latest().map(published -> published.note().encode());
  }

  @Override
  public long publishedSize() throws IOException {
    return ledger
        .checkpoints()
        .latest()
        .map(PublishedCheckpoint::checkpoint)
        .map(checkpoint -> checkpoint.size())
        .orElse(0L);
  }

  @Override
  public Optional<byte[]> hashes(int level, long number, int width) throws IOException {
    LedgerView view = ledger.view();
    if (level >= Levels.COUNT) {
      return Optional.empty();
    }
    long there = view.head().size() >>> (level * Levels.TILE_HEIGHT);
    long first = number * TilePath.WIDTH;
    if (first + width > there) {
      return Optional.empty();
    }
    byte[] hashes = new byte[width * Digest.BYTES];
    view.hashes().read(level, first, width, hashes, 0);
    return Optional.of(hashes);
  }

  @Override
  public Optional<byte[]> entries(long number, int width) throws IOException {
    LedgerView view = ledger.view();
    long first = number * TilePath.WIDTH;
    if (first + width > view.head().size()) {
      return Optional.empty();
    }
    ByteBuffer bundle = ByteBuffer.allocate(0);
    int count = 0;
    while (count < width) {
      // A read ends early when the entries are large.
      switch (view.entries(first + count, width - count)) {
        case Entries.Found(var at, var batch) -> {
          ByteBuffer longer = ByteBuffer.allocate(bundle.capacity() + batch.bodyBytes());
          longer.put(bundle.array());
          batch.copyTo(longer);
          bundle = longer;
          count += batch.count();
        }
        case Entries.Pruned _, Entries.NotYet _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(bundle.array());
  }

  @Override
  public Optional<Pruning> pruning() throws IOException {
    return ledger
        .view()
        .pruned()
        .map(gone ->
            new Pruning(
                gone.minimumIndex(),
                "by policy "
                    + gone.policy()
                    + " on "
                    + gone.at()
                    + ", recorded in entry "
                    + gone.recordIndex()));
  }
}
