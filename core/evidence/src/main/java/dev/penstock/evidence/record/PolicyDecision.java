package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The conduit decided about one request, or about many that this record stands for.
 *
 * @param rule null is the default rule
 * @param count 1 for a decision in full
 * @param rolling over the requests that are not recorded in full
 */
public record PolicyDecision(
    Decision decision,
    @Nullable String rule,
    Digest policy,
    String peer,
    String operation,
    String object,
    SampleValue argument,
    long count,
    long from,
    long to,
    @Nullable Digest rolling,
    Details details)
    implements RecordValue {
  public enum Decision {
    DENY,
    ALLOW,
    NEEDS_TWO_PEOPLE
  }

  public PolicyDecision {
    Fields.mustBeWordOrNull("rule", rule);
    Fields.mustBeProse("peer", peer);
    Fields.mustBeWord("operation", operation);
    Fields.mustBeProse("object", object);
    Fields.mustBeCounter("count", count);
    Fields.mustBeCounter("from", from);
    Fields.mustBeCounter("to", to);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.POLICY_DECISION;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(12)
            .choice(decision)
            .text(rule)
            .digest(policy)
            .text(peer)
            .text(operation)
            .text(object)
            .sampleValue(argument)
            .number(count)
            .number(from)
            .number(to)
            .digest(rolling)
            .details(details);
  }

  static PolicyDecision read(FieldReader in) {
    in.array(12);
    return new PolicyDecision(
        in.choice(Decision.values()),
        in.wordOrNull(),
        in.digest(),
        in.prose(),
        in.word(),
        in.prose(),
        in.sampleValue(),
        in.number(),
        in.number(),
        in.number(),
        in.digestOrNull(),
        in.details());
  }
}
