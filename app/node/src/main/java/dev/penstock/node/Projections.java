package dev.penstock.node;

import dev.penstock.blobs.FileBlobs;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.flow.ReadableLedger;
import dev.penstock.flow.blob.BlobStore;
import dev.penstock.flow.devices.LeafLookup;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.BookKeeper;
import dev.penstock.flow.index.IndexFollower;
import dev.penstock.flow.index.IndexedContinuity;
import dev.penstock.flow.index.IndexedRecords;
import dev.penstock.flow.index.Snapshots;
import dev.penstock.flow.journal.Journal;
import dev.penstock.flow.query.SealedContinuity;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.sealing.FreshBlocks;
import dev.penstock.projections.SqliteIndex;
import dev.penstock.pump.IndexPump;
import dev.penstock.pump.SilencePump;
import dev.penstock.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked of a running node, and the thread that keeps it up to date: the index in {@code
 * projections.db}, and the answers that rest on log and journal.
 */
public final class Projections implements Closeable {
  static final String FILE = "projections.db";
  static final String BLOBS = "blobs";

  private final SqliteIndex index;
  private final IndexPump pump;
  private final Snapshots snapshots;
  private final SealedRecords records;
  private final SealedContinuity continuity;
  private final BlockReader.Evidence evidence;

  private Projections(
      SqliteIndex index,
      BlobStore blobs,
      BlockReader.Evidence evidence,
      Journal extents,
      BookKeeper keeper,
      FreshBlocks fresh,
      SilencePump silences,
      IndexedContinuity.Certifier certifier) {
    this.index = index;
    this.evidence = evidence;
    this.pump =
        new IndexPump(
            new IndexFollower(evidence, extents, index, blobs, Optional.of(keeper), fresh),
            Optional.of(silences));
    this.snapshots = new Snapshots(index, blobs);
    this.records = new IndexedRecords(evidence, index);
    this.continuity = new IndexedContinuity(evidence, index, certifier);
  }

  /**
   * Opens the index of a data folder and begins to follow the log.
   *
   * @param folder the data folder
   * @param blobs its room {@code blobs}
   * @param extents the journal of extents
   * @param origin in the gateway's own blocks
   * @param keeper of the book by which silences are judged
   * @param fresh has what the sealer closed a moment ago
   * @param silences journals them
   */
  public static Projections start(
      Path folder,
      Storage blobs,
      ReadableLedger ledger,
      Journal journal,
      Journal extents,
      String origin,
      BookKeeper keeper,
      FreshBlocks fresh,
      SilencePump silences,
      IndexedContinuity.Certifier certifier)
      throws IOException {
    var evidence = new BlockReader.Evidence(ledger, journal, extents, origin);
    SqliteIndex index = SqliteIndex.open(folder.resolve(FILE));
    var projections =
        new Projections(
            index, new FileBlobs(blobs), evidence, extents, keeper, fresh, silences, certifier);
    projections.pump.start();
    return projections;
  }

  public SealedRecords records() {
    return records;
  }

  /** Which entry of the log a device's block is. */
  LeafLookup leaves() {
    return new LeafLookup() {
      @Override
      public OptionalLong find(ChainId chain, long seq) throws IOException {
        return index.deviceBlock(chain, seq);
      }

      @Override
      public long indexed() {
        return records.indexed();
      }
    };
  }

  public SealedContinuity continuity() {
    return continuity;
  }

  /** What bundles are made of. */
  Bundles.Sources sources() {
    return new Bundles.Sources(evidence, index, records, continuity);
  }

  /** Lag, obstacles, and the snapshot that retention asks for before it drops. */
  public IndexPump pump() {
    return pump;
  }

  /** Says when a snapshot is sealed, so that what it holds may be dropped. */
  public Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public void close() throws IOException {
    pump.close();
    index.close();
  }
}
