package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person answered, reviewed or approved something.
 *
 * @param from start of the period it speaks of
 * @param about records, requests or blobs it speaks of
 */
public record Statement(
    @Nullable ByteString person,
    String type,
    String subject,
    SampleValue answer,
    @Nullable Long from,
    @Nullable Long to,
    List<Digest> about,
    @Nullable String text,
    Details details)
    implements RecordValue {
  public Statement {
    Fields.mustBeId16("person", person);
    Fields.mustBeWord("type", type);
    Fields.mustBeWord("subject", subject);
    if (SampleValue.isMessage(answer)) {
      throw new IllegalArgumentException("an answer is not a payload");
    }
    Fields.mustBeCounter("from", from);
    Fields.mustBeCounter("to", to);
    about = List.copyOf(about);
    Fields.mustBeProse("text", text);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.STATEMENT;
  }

  void write(FieldWriter out) {
    var _ = out.array(9).bytes(person).text(type).text(subject).sampleValue(answer);
    var _ = out.number(from).number(to).digests(about).text(text).details(details);
  }

  static Statement read(FieldReader in) {
    in.array(9);
    return new Statement(
        in.bytesOrNull(16, 16),
        in.word(),
        in.word(),
        in.oneOrMany(),
        in.numberOrNull(),
        in.numberOrNull(),
        in.digests(),
        in.proseOrNull(),
        in.details());
  }
}
