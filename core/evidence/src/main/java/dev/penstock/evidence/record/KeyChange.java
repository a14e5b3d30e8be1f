package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * One key follows another. A block key says so itself, in two blocks: the last of the old key and
 * the first of the new.
 *
 * @param old RFC 9679 thumbprint
 * @param next RFC 9679 thumbprint
 * @param nextKey public COSE_Key
 * @param from first block seq, or log size, that the new key signs
 */
public record KeyChange(
    Use use,
    @Nullable Digest old,
    Digest next,
    ByteString nextKey,
    long from,
    @Nullable String reason,
    Details details)
    implements RecordValue {
  public enum Use {
    BLOCKS,
    LOG,
    WITNESS,
    ACKS
  }

  public KeyChange {
    Fields.mustBeOfSize("nextKey", nextKey, 1, 4096);
    Fields.mustBeCounter("from", from);
    Fields.mustBeProse("reason", reason);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.KEY_CHANGE;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(7)
            .choice(use)
            .digest(old)
            .digest(next)
            .bytes(nextKey)
            .number(from)
            .text(reason)
            .details(details);
  }

  static KeyChange read(FieldReader in) {
    in.array(7);
    return new KeyChange(
        in.choice(Use.values()),
        in.digestOrNull(),
        in.digest(),
        in.bytes(1, 4096),
        in.number(),
        in.proseOrNull(),
        in.details());
  }
}
