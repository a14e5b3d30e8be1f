package dev.penstock.evidence.record;

import org.jspecify.annotations.Nullable;

/** A condition at its source changed its state. */
public record Alarm(
    String condition, State state, long severity, @Nullable String text, Details details)
    implements RecordValue {
  public enum State {
    ACTIVE,
    ACKNOWLEDGED,
    CLEARED,
    SUPPRESSED,
    SHELVED,
    DISABLED
  }

  public Alarm {
    Fields.mustBeWord("condition", condition);
    Fields.mustBeIn("severity", severity, Fields.SEVERITY_MAX);
    Fields.mustBeProse("text", text);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ALARM;
  }

  void write(FieldWriter out) {
    var _ = out.array(5).text(condition).choice(state).number(severity).text(text).details(details);
  }

  static Alarm read(FieldReader in) {
    in.array(5);
    return new Alarm(
        in.word(),
        in.choice(State.values()),
        in.number(Fields.SEVERITY_MAX),
        in.proseOrNull(),
        in.details());
  }
}
