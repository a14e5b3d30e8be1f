package dev.penstock.pump;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.Entries;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.PointKnown;
import dev.penstock.flow.query.PointName;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordPlace;
import dev.penstock.flow.query.RecordProof;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Access records, one in each block, that are found as an index finds them. */
final class TrailRecords implements SealedRecords {
  private static final byte[] PERSON = new byte[16];

  // All guarded by this.
  private final List<SealedRecord> all = new ArrayList<>();
  private int numbered;
  private long gone;
  private int broken;
  private long indexedMax = Long.MAX_VALUE;

  private void add(RecordValue value) {
    var place = new RecordPlace(all.size(), 0);
    var record = new LedgerRecord(all.size() + 1, Numbering.SELF, null, null, time(), 0, value);
    // Nobody here looks at the header of a block.
    all.add(new SealedRecord(place, null, record, Numbering.SELF, time()));
  }

  private long time() {
    return 1_700_000_000_000_000_000L + all.size();
  }

  /** So many more. */
  synchronized void add(int count) {
    for (int i = 0; i < count; i++) {
      add(
          new Access(
              ByteString.of(PERSON),
              "session.start",
              "object-" + numbered++,
              Access.Outcome.GRANTED,
              ByteString.of(PERSON),
              "192.0.2.7",
              Details.NONE));
    }
  }

  /** So many of another kind. */
  synchronized void addOther(int count) {
    for (int i = 0; i < count; i++) {
      add(new Boot(1, "penstock", Boot.Before.UNKNOWN, null, Details.NONE));
    }
  }

  /** Blocks below this are gone. */
  synchronized void prune(long below) {
    gone = below;
  }

  /** So many questions are not answered. */
  synchronized void breakFor(int questions) {
    broken = questions;
  }

  /** The index has so many blocks at most. */
  synchronized void holdIndexAt(long blocks) {
    indexedMax = blocks;
  }

  /** How many blocks there are. */
  synchronized long sealed() {
    return all.size();
  }

  @Override
  public synchronized long indexed() {
    return Math.min(indexedMax, all.size());
  }

  @Override
  public synchronized RecordPage find(RecordQuery query) throws IOException {
    if (broken > 0) {
      broken--;
      throw new IOException("the index is built anew");
    }
    long from = query.after().map(RecordPlace::entry).orElse(0L);
    List<SealedRecord> found = new ArrayList<>();
    boolean isMore = false;
    for (SealedRecord each : all.subList(0, (int) indexed())) {
      boolean isBehind = query.after().map(after -> each.place().compareTo(after) > 0).orElse(true);
      if (isBehind && each.place().entry() >= gone) {
        isMore = found.size() == query.limit();
        if (isMore) {
          break;
        }
        found.add(each);
      }
    }
    Optional<Entries.Pruned> pruned =
        from < gone
            ? Optional.of(new Entries.Pruned(gone, "journal.access", Instant.EPOCH, 0))
            : Optional.empty();
    return new RecordPage(
        found, isMore ? Optional.of(found.getLast().place()) : Optional.empty(), pruned, indexed());
  }

  @Override
  public Optional<SealedRecord> at(RecordPlace place) {
    return Optional.empty();
  }

  @Override
  public RecordProof prove(RecordPlace place) {
    return new RecordProof.Unknown(place);
  }

  @Override
  public Optional<SourceKnown> source(String name) {
    return Optional.empty();
  }

  @Override
  public Optional<SourceKnown> source(long number) {
    return Optional.empty();
  }

  @Override
  public List<SourceKnown> sources(String afterName, int limit) {
    return List.of();
  }

  @Override
  public Optional<PointKnown> point(long source, String name) {
    return Optional.empty();
  }

  @Override
  public Optional<String> pointName(long source, long number) {
    return Optional.empty();
  }

  @Override
  public Optional<Long> pointNumber(long source, String name) {
    return Optional.empty();
  }

  @Override
  public List<PointName> pointNames(long source, String afterName, int limit) {
    return List.of();
  }

  @Override
  public List<PointKnown> points(long source, String afterName, int limit) {
    return List.of();
  }
}
