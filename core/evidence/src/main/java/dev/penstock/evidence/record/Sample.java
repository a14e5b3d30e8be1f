package dev.penstock.evidence.record;

/** A point had a value. */
public record Sample(SampleValue value) implements RecordValue {
  @Override
  public RecordKind kind() {
    return RecordKind.SAMPLE;
  }

  void write(FieldWriter out) {
    var _ = out.sampleValue(value);
  }

  static Sample read(FieldReader in) {
    return new Sample(in.sampleValue());
  }
}
