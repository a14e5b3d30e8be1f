package dev.penstock.ledger;

import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Drops the entries below an index: first the row that says so, then the segments that lie wholly
 * below. One thread at a time.
 */
final class Pruner {
  private final LogStore store;
  private final LedgerOptions options;
  private final Health health;

  /** How many want every file to stay. */
  private int holds;

  Pruner(LogStore store, LedgerOptions options, Health health) {
    this.store = store;
    this.options = options;
    this.health = health;
  }

  Pruning prune(long minimumIndex, String policy, long recordIndex) {
    RetentionFile.requirePolicy(policy);
    try {
      requireRecord(minimumIndex, recordIndex);
      if (!health.takesEntries()) {
        return new Pruning.Refused(health.refusal());
      }
      // Recovery starts at the mark and must find its segment and all after it.
      store.upkeep();
      if (minimumIndex > store.retention().minimumIndex()) {
        store
            .retention()
            .append(
                new RetentionFile.Row(
                    minimumIndex, options.clock().instant(), recordIndex, policy));
      }
      int dropped = holds > 0 ? 0 : drop(store.storage(), store.segments(), minimumIndex);
      return new Pruning.Pruned(minimumIndex, dropped);
    } catch (LedgerDamagedException e) {
      health.stop(e.finding());
      return new Pruning.Refused(e.finding());
    } catch (NoRoomException e) {
      return new Pruning.Refused(
          new LedgerFinding(LedgerFault.DISK_FULL, Names.RETENTION, Damage.text(e)));
    } catch (IOException e) {
      var finding = new LedgerFinding(LedgerFault.WRITE_FAILED, Names.RETENTION, Damage.text(e));
      health.stop(finding);
      return new Pruning.Refused(finding);
    }
  }

  /** From now on no segment goes; what is dropped goes with the last {@link #release}. */
  void hold() {
    holds++;
  }

  void release() throws IOException {
    holds--;
    if (holds == 0) {
      int _ = drop(store.storage(), store.segments(), store.retention().minimumIndex());
    }
  }

  private void requireRecord(long minimumIndex, long recordIndex) throws IOException {
    long before = store.retention().minimumIndex();
    if (minimumIndex < before || minimumIndex < 1) {
      throw new IllegalArgumentException(
          "minimum index " + minimumIndex + ", must be at least " + Math.max(1, before));
    }
    Optional<PublishedCheckpoint> latest = store.checkpoints().latest();
    long published = latest.map(row -> row.checkpoint().size()).orElse(0L);
    if (recordIndex < minimumIndex || recordIndex >= published) {
      throw new IllegalArgumentException(
          "record of the decision is entry "
              + recordIndex
              + ", must be at or above the minimum "
              + minimumIndex
              + " and below the published size "
              + published);
    }
  }

  /** Removes the segments that lie wholly below an index, never the newest; how many. */
  static int drop(Storage storage, Segments segments, long minimumIndex) throws IOException {
    int first = segments.firstKept(minimumIndex);
    segments.dropBelow(first);
    int dropped = 0;
    for (String name : storage.list(Names.HEADERS)) {
      OptionalInt number = Names.segmentNumber(name);
      if (number.isPresent() && number.getAsInt() < first) {
        storage.delete(Names.segment(number.getAsInt()));
        dropped++;
      }
    }
    return dropped;
  }
}
