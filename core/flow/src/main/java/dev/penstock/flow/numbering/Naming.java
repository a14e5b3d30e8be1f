package dev.penstock.flow.numbering;

import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the dictionary says of a source beside its name.
 *
 * @param zone where it stands; null when nobody said
 * @param protocol how it is heard
 */
public record Naming(@Nullable String zone, @Nullable String protocol) {
  /** Nothing is known beside the name. */
  public static final Naming UNKNOWN = new Naming(null, null);

  LedgerRecord record(long seq, long source, @Nullable Long point, long receivedTime, String name) {
    return new LedgerRecord(
        seq,
        source,
        point,
        null,
        receivedTime,
        0,
        new DictionaryEntry(
            name,
            point == null ? zone : null,
            point == null ? protocol : null,
            null,
            null,
            null,
            DictionaryEntry.State.DEFINED,
            Details.NONE));
  }
}
