package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A device's block came over this session, and this was the verdict.
 *
 * @param session 64 bits without sign
 * @param leaf null when it was not known yet, or there is none
 */
public record Arrival(
    ByteString chain,
    long block,
    Digest link,
    long session,
    Verdict verdict,
    @Nullable Long leaf,
    Details details)
    implements RecordValue {
  public enum Verdict {
    LINKED,
    HELD,
    FILLED,
    DUPLICATE,
    CONTRADICTING,
    REFUSED
  }

  public Arrival {
    Fields.mustBeId16("chain", chain);
    Fields.mustBeCounter("block", block);
    Fields.mustBeCounter("leaf", leaf);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ARRIVAL;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(7)
            .bytes(chain)
            .number(block)
            .digest(link)
            .number64(session)
            .choice(verdict)
            .number(leaf)
            .details(details);
  }

  static Arrival read(FieldReader in) {
    in.array(7);
    return new Arrival(
        in.bytes(16, 16),
        in.number(),
        in.digest(),
        in.number64(),
        in.choice(Verdict.values()),
        in.numberOrNull(),
        in.details());
  }
}
