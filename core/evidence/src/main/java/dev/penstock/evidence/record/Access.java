package dev.penstock.evidence.record;

import org.jspecify.annotations.Nullable;

/**
 * A person did, or tried to do, something.
 *
 * @param person a pseudonym of 16 bytes; null when nobody was recognised
 * @param origin where from
 */
public record Access(
    @Nullable ByteString person,
    String action,
    String object,
    Outcome outcome,
    @Nullable ByteString session,
    @Nullable String origin,
    Details details)
    implements RecordValue {
  public enum Outcome {
    REFUSED,
    GRANTED,
    FAILED
  }

  public Access {
    Fields.mustBeId16("person", person);
    Fields.mustBeWord("action", action);
    Fields.mustBeProse("object", object);
    Fields.mustBeId16("session", session);
    Fields.mustBeProse("origin", origin);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ACCESS;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(7)
            .bytes(person)
            .text(action)
            .text(object)
            .choice(outcome)
            .bytes(session)
            .text(origin)
            .details(details);
  }

  static Access read(FieldReader in) {
    in.array(7);
    return new Access(
        in.bytesOrNull(16, 16),
        in.word(),
        in.prose(),
        in.choice(Outcome.values()),
        in.bytesOrNull(16, 16),
        in.proseOrNull(),
        in.details());
  }
}
