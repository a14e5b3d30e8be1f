package dev.penstock.flow.numbering;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import java.nio.charset.StandardCharsets;
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

  /** {@code word} in docs/formats/records.cddl. */
  private static final int WORD_BYTES_MAX = 255;

  /** Whether a source that is named so comes by another way than one that is named like this. */
  boolean isOtherWay(Naming known) {
    return protocol != null && known.protocol != null && !protocol.equals(known.protocol);
  }

  /**
   * The name of a source whose own name is taken by one that comes another way. No rule gives a
   * name with this first letter.
   */
  String apart(String name) {
    String whole = "~" + protocol + "/" + name;
    return whole.getBytes(StandardCharsets.UTF_8).length <= WORD_BYTES_MAX
        ? whole
        : "~" + protocol + "/" + Sha256.of(name.getBytes(StandardCharsets.UTF_8));
  }

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
