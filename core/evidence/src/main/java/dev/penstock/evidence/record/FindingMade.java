package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something is wrong, or was; docs/formats/block.md §9 has the codes for chains.
 *
 * @param evidence what arrived, byte for byte, each at most 64 KiB
 * @param rolling over what is not kept byte for byte
 * @param text the same in plain words
 */
public record FindingMade(
    String code,
    @Nullable String reason,
    @Nullable ByteString chain,
    @Nullable Long first,
    @Nullable Long last,
    @Nullable Long since,
    long count,
    List<ByteString> evidence,
    @Nullable Digest rolling,
    String text,
    Details details)
    implements RecordValue {
  /** More of one message is not kept; its digest and length are. */
  public static final int EVIDENCE_BYTES_MAX = 65_536;

  public FindingMade {
    Fields.mustBeWord("code", code);
    Fields.mustBeWordOrNull("reason", reason);
    Fields.mustBeId16("chain", chain);
    Fields.mustBeCounter("first", first);
    Fields.mustBeCounter("last", last);
    Fields.mustBeCounter("since", since);
    Fields.mustBeCounter("count", count);
    evidence = List.copyOf(evidence);
    for (ByteString piece : evidence) {
      Fields.mustBeOfSize("evidence", piece, 0, EVIDENCE_BYTES_MAX);
    }
    Fields.mustBeProse("text", text);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.FINDING;
  }

  void write(FieldWriter out) {
    var _ = out.array(11).text(code).text(reason).bytes(chain).number(first).number(last);
    var _ = out.number(since).number(count).byteStrings(evidence).digest(rolling);
    var _ = out.text(text).details(details);
  }

  static FindingMade read(FieldReader in) {
    in.array(11);
    return new FindingMade(
        in.word(),
        in.wordOrNull(),
        in.bytesOrNull(16, 16),
        in.numberOrNull(),
        in.numberOrNull(),
        in.numberOrNull(),
        in.number(),
        in.byteStrings(0, EVIDENCE_BYTES_MAX),
        in.digestOrNull(),
        in.prose(),
        in.details());
  }
}
