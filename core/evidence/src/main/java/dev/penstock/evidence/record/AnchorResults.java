package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of anchoring one checkpoint outside; never empty. */
public record AnchorResults(String origin, long size, Digest root, List<Result> results)
    implements RecordValue {
  public enum Kind {
    RFC3161,
    EVM,
    WITNESS
  }

  public enum Outcome {
    ANCHORED,
    FAILED,
    REPLACED
  }

  /**
   * One anchor's answer.
   *
   * @param at the anchor's own time
   * @param result digest of the stored token, receipt or cosignature
   */
  public record Result(
      Kind kind,
      String name,
      Outcome outcome,
      @Nullable Long at,
      @Nullable Digest result,
      Details details) {
    public Result {
      Fields.mustBeWord("name", name);
      Fields.mustBeCounter("at", at);
    }
  }

  public AnchorResults {
    Fields.mustBeWord("origin", origin);
    Fields.mustBeCounter("size", size);
    results = List.copyOf(results);
    if (results.isEmpty()) {
      throw new IllegalArgumentException("an anchor record needs a result");
    }
  }

  @Override
  public RecordKind kind() {
    return RecordKind.ANCHOR;
  }

  void write(FieldWriter out) {
    var _ = out.array(4).text(origin).number(size).digest(root).array(results.size());
    for (Result result : results) {
      var _ = out.array(6).choice(result.kind).text(result.name).choice(result.outcome);
      var _ = out.number(result.at).digest(result.result).details(result.details);
    }
  }

  static AnchorResults read(FieldReader in) {
    in.array(4);
    String origin = in.word();
    long size = in.number();
    Digest root = in.digest();
    int count = in.list();
    var results = new ArrayList<Result>();
    for (int i = 0; i < count && !in.isRefused(); i++) {
      results.add(readResult(in));
    }
    if (results.isEmpty()) {
      in.refuse(RecordReason.LIST_EMPTY);
      results.add(new Result(Kind.RFC3161, "?", Outcome.FAILED, null, null, Details.NONE));
    }
    return new AnchorResults(origin, size, root, results);
  }

  private static Result readResult(FieldReader in) {
    in.array(6);
    return new Result(
        in.choice(Kind.values()),
        in.word(),
        in.choice(Outcome.values()),
        in.numberOrNull(),
        in.digestOrNull(),
        in.details());
  }
}
