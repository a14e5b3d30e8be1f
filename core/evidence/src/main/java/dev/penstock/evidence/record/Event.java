package dev.penstock.evidence.record;

import org.jspecify.annotations.Nullable;

/**
 * Something happened that is no alarm: a log line, a batch step.
 *
 * @param severity 0..1000 as in OPC UA; 1000 is worst
 */
public record Event(String code, long severity, @Nullable String text, Details details)
    implements RecordValue {
  public Event {
    Fields.mustBeWord("code", code);
    Fields.mustBeIn("severity", severity, Fields.SEVERITY_MAX);
    Fields.mustBeProse("text", text);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.EVENT;
  }

  void write(FieldWriter out) {
    var _ = out.array(4).text(code).number(severity).text(text).details(details);
  }

  static Event read(FieldReader in) {
    in.array(4);
    return new Event(in.word(), in.number(Fields.SEVERITY_MAX), in.proseOrNull(), in.details());
  }
}
