package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;

/** The state of a projection when records below a log index were dropped. */
public record Snapshot(
    String projection, String codeVersion, long upTo, Digest digest, Details details)
    implements RecordValue {
  public Snapshot {
    Fields.mustBeWord("projection", projection);
    Fields.mustBeWord("codeVersion", codeVersion);
    Fields.mustBeCounter("upTo", upTo);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.SNAPSHOT;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(5)
            .text(projection)
            .text(codeVersion)
            .number(upTo)
            .digest(digest)
            .details(details);
  }

  static Snapshot read(FieldReader in) {
    in.array(5);
    return new Snapshot(in.word(), in.word(), in.number(), in.digest(), in.details());
  }
}
