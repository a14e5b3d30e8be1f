package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Something is missing here, and why.
 *
 * @param scope what first and last count
 * @param count records lost; null when unknown
 * @param to null while it lasts
 * @param digest over what is missing, where it was seen
 * @param policy the rule by which it was dropped
 * @param destination who never got it
 */
public record Gap(
    Cause cause,
    Scope scope,
    @Nullable Long first,
    @Nullable Long last,
    @Nullable Long count,
    @Nullable Long from,
    @Nullable Long to,
    @Nullable Digest digest,
    @Nullable String policy,
    @Nullable String destination,
    Details details)
    implements RecordValue {
  public enum Cause {
    OVERWRITTEN,
    DROPPED,
    DEAF,
    UNJOURNALED,
    UNSEALED,
    PRUNED,
    SHREDDED,
    DEVICE_OVERFLOW,
    UNANCHORED,
    LATE_RECORD,
    DAMAGED
  }

  public enum Scope {
    RECORDS_OF_SOURCE,
    BLOCKS_OF_CHAIN,
    LEAVES_OF_LOG,
    JOURNAL_POSITIONS
  }

  public Gap {
    Fields.mustBeCounter("first", first);
    Fields.mustBeCounter("last", last);
    Fields.mustBeCounter("count", count);
    Fields.mustBeCounter("from", from);
    Fields.mustBeCounter("to", to);
    Fields.mustBeWordOrNull("policy", policy);
    Fields.mustBeWordOrNull("destination", destination);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.GAP;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(11)
            .choice(cause)
            .choice(scope)
            .number(first)
            .number(last)
            .number(count)
            .number(from)
            .number(to)
            .digest(digest)
            .text(policy)
            .text(destination)
            .details(details);
  }

  static Gap read(FieldReader in) {
    in.array(11);
    return new Gap(
        in.choice(Cause.values()),
        in.choice(Scope.values()),
        in.numberOrNull(),
        in.numberOrNull(),
        in.numberOrNull(),
        in.numberOrNull(),
        in.numberOrNull(),
        in.digestOrNull(),
        in.wordOrNull(),
        in.wordOrNull(),
        in.details());
  }
}
