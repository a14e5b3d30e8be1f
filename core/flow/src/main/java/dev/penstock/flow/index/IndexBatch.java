package dev.penstock.flow.index;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.flow.journal.Extent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What some entries of the log add to the index. It goes in as a whole or not at all, together with
 * the head that says so: what is read again after a crash changes nothing twice. One thread.
 */
public final class IndexBatch {
  private IndexHead head;
  private final List<ExtentsAt> extents = new ArrayList<>();
  private final List<Summary> summaries = new ArrayList<>();
  private final Map<Long, Tally> tallies = new HashMap<>();
  private final Map<Long, DictionaryEntry> sourceNames = new LinkedHashMap<>();
  private final Map<PointId, DictionaryEntry> pointNames = new LinkedHashMap<>();
  private final NewestValues lasts;
  private final Map<ChainId, Long> chains = new LinkedHashMap<>();
  private final List<DeviceBlockAt> deviceBlocks = new ArrayList<>();
  private final List<Ground> groundsAway = new ArrayList<>();
  private final List<Ground> grounds = new ArrayList<>();
  private final List<DropStated> drops = new ArrayList<>();
  private final List<SnapshotSealed> snapshots = new ArrayList<>();

  /** Where the extents of a block stand; the newest for an entry counts. */
  public record ExtentsAt(long entry, Extent place) {}

  /** Which entry a device's block is. */
  public record DeviceBlockAt(ChainId chain, long seq, long entry) {}

  /** A point of a source. */
  public record PointId(long source, long point) {}

  /** How many records came of a source, and the greatest time among them, -1 without one. */
  public record Tally(long records, long time) {
    Tally and(long more, long newTime) {
      return new Tally(records + more, Math.max(time, newTime));
    }
  }

  IndexBatch(IndexHead head) {
    this(head, new NewestValues());
  }

  /**
   * The same in what batches before used.
   *
   * @param lasts is cleared
   */
  IndexBatch(IndexHead head, NewestValues lasts) {
    this.head = head;
    this.lasts = lasts;
    lasts.clear();
  }

  void head(IndexHead next) {
    head = next;
  }

  void extents(long entry, Extent place) {
    extents.add(new ExtentsAt(entry, place));
  }

  void summary(Summary summary) {
    summaries.add(summary);
  }

  void records(long source, long count, long time) {
    Tally _ =
        tallies.merge(
            source,
            new Tally(count, time),
            (known, more) -> known.and(more.records(), more.time()));
  }

  void named(long source, DictionaryEntry entry) {
    DictionaryEntry _ = sourceNames.put(source, entry);
  }

  void named(long source, long point, DictionaryEntry entry) {
    DictionaryEntry _ = pointNames.put(new PointId(source, point), entry);
  }

  void last(long source, long point, long seq, long entry, int record) {
    lasts.add(source, point, seq, entry, record);
  }

  void chain(ChainId chain, long entry) {
    Long _ = chains.put(chain, entry);
  }

  void deviceBlock(ChainId chain, long seq, long entry) {
    deviceBlocks.add(new DeviceBlockAt(chain, seq, entry));
  }

  void ground(Ground ground) {
    grounds.add(ground);
  }

  /** A ground that is not what it was: it is taken away, and comes again as another. */
  void changed(Ground before, Ground after) {
    if (!grounds.remove(before)) {
      groundsAway.add(before);
    }
    grounds.add(after);
  }

  void dropped(DropStated stated) {
    drops.add(stated);
  }

  void snapshot(SnapshotSealed sealed) {
    snapshots.add(sealed);
  }

  /** How far the index is with this batch. */
  public IndexHead head() {
    return head;
  }

  public List<ExtentsAt> extents() {
    return extents;
  }

  public List<Summary> summaries() {
    return summaries;
  }

  /** To be added to what is known of each source. */
  public Map<Long, Tally> tallies() {
    return tallies;
  }

  /** The newest names of sources. */
  public Map<Long, DictionaryEntry> sourceNames() {
    return sourceNames;
  }

  /** The newest names of points. */
  public Map<PointId, DictionaryEntry> pointNames() {
    return pointNames;
  }

  /** Newest values; what is known counts where its seq is higher. */
  public NewestValues lasts() {
    return lasts;
  }

  public Map<ChainId, Long> chains() {
    return chains;
  }

  public List<DeviceBlockAt> deviceBlocks() {
    return deviceBlocks;
  }

  /** To be taken away before {@link #grounds} come in. */
  public List<Ground> groundsAway() {
    return groundsAway;
  }

  public List<Ground> grounds() {
    return grounds;
  }

  public List<DropStated> drops() {
    return drops;
  }

  public List<SnapshotSealed> snapshots() {
    return snapshots;
  }

  boolean isEmpty() {
    return extents.isEmpty() && summaries.isEmpty();
  }

  /** How many rows it touches, about: what bounds a batch. */
  int rows() {
    return extents.size() + summaries.size() + lasts.count() + grounds.size() + pointNames.size();
  }
}
