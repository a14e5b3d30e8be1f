package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain, or a whole log, replaces one that cannot go on.
 *
 * @param oldChain null where a whole log is left
 * @param oldLast last block seq, or log size, that is known
 * @param oldLink its link, or the log's root
 * @param authority a signed order, where one exists
 */
public record ChainReset(
    String oldOrigin,
    @Nullable ByteString oldChain,
    @Nullable Long oldLast,
    @Nullable Digest oldLink,
    String reason,
    List<ByteString> authorisedBy,
    @Nullable ByteString authority,
    Details details)
    implements RecordValue {
  public ChainReset {
    Fields.mustBeWord("oldOrigin", oldOrigin);
    Fields.mustBeId16("oldChain", oldChain);
    Fields.mustBeCounter("oldLast", oldLast);
    Fields.mustBeProse("reason", reason);
    authorisedBy = Fields.people(authorisedBy);
    Fields.mustBeOfSize("authority", authority, 0, 65536);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.CHAIN_RESET;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(8)
            .text(oldOrigin)
            .bytes(oldChain)
            .number(oldLast)
            .digest(oldLink)
            .text(reason)
            .byteStrings(authorisedBy)
            .bytes(authority)
            .details(details);
  }

  static ChainReset read(FieldReader in) {
    in.array(8);
    return new ChainReset(
        in.word(),
        in.bytesOrNull(16, 16),
        in.numberOrNull(),
        in.digestOrNull(),
        in.prose(),
        in.byteStrings(16, 16),
        in.bytesOrNull(0, 65536),
        in.details());
  }
}
