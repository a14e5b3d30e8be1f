package dev.penstock.flow.delivery;

import dev.penstock.merkle.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What one destination was sent before it was durable: those of the records that it acknowledged
 * are passed over when the journal has them. A record counts as the same when source, seq and
 * digest are; any other is sent, though it may say the same. One thread.
 */
public final class EarlySent {
  private final Map<Long, TreeMap<Long, Digest>> arrived = new HashMap<>();
  private final Map<Long, List<One>> underWay = new HashMap<>();
  private int count;

  /** One record. */
  public record One(long source, long seq, Digest digest) {}

  /** How many more may be sent. */
  public int room() {
    return EarlyRecords.RECORDS_MAX - count;
  }

  /** They are under way. */
  public void sent(long parcel, List<One> records) {
    if (underWay.put(parcel, List.copyOf(records)) != null) {
      throw new IllegalArgumentException("parcel " + parcel + " was sent before");
    }
    count += records.size();
  }

  /** Whether it is not known of some of them yet whether they arrived. */
  public boolean isUnderWay() {
    return !underWay.isEmpty();
  }

  /** A parcel is theirs; false for one that was not sent early. */
  public boolean acknowledged(long parcel) {
    List<One> records = underWay.remove(parcel);
    if (records == null) {
      return false;
    }
    for (One each : records) {
      TreeMap<Long, Digest> of = arrived.computeIfAbsent(each.source(), _ -> new TreeMap<>());
      count -= of.put(each.seq(), each.digest()) == null ? 0 : 1;
    }
    return true;
  }

  /** The link is gone: what was not acknowledged comes again. */
  public void lost() {
    underWay.values().forEach(each -> count -= each.size());
    underWay.clear();
  }

  /** Whether something of a source arrived that the journal was not seen to have. */
  public boolean hasSome(long source) {
    return arrived.containsKey(source);
  }

  /** Whether they have this very record. */
  public boolean hasArrived(One record) {
    TreeMap<Long, Digest> of = arrived.get(record.source());
    return of != null && Objects.equals(record.digest(), of.get(record.seq()));
  }

  /** What the journal has of a source up to a seq was read, and is remembered no longer. */
  public void passed(long source, long seq) {
    TreeMap<Long, Digest> of = arrived.get(source);
    if (of == null) {
      return;
    }
    var head = of.headMap(seq, true);
    count -= head.size();
    head.clear();
    if (of.isEmpty()) {
      TreeMap<Long, Digest> _ = arrived.remove(source);
    }
  }
}
