package dev.penstock.evidence.record;

import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants a value written or an operation run; recorded before anything is sent.
 *
 * @param requestedBy a person; null when a program asks, which origin then names
 * @param rule the policy rule that allowed it
 * @param policy digest of the compiled policy in force
 * @param request what the approvers signed
 */
public record CommandRequested(
    ByteString command,
    String operation,
    SampleValue argument,
    @Nullable ByteString requestedBy,
    @Nullable String origin,
    List<ByteString> approvedBy,
    @Nullable String rule,
    @Nullable Digest policy,
    @Nullable Digest request,
    Details details)
    implements RecordValue {
  public CommandRequested {
    Fields.mustBeId16("command", command);
    Fields.mustBeWord("operation", operation);
    Fields.mustBeId16("requestedBy", requestedBy);
    Fields.mustBeProse("origin", origin);
    approvedBy = Fields.people(approvedBy);
    Fields.mustBeWordOrNull("rule", rule);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.COMMAND_REQUESTED;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(10)
            .bytes(command)
            .text(operation)
            .sampleValue(argument)
            .bytes(requestedBy)
            .text(origin)
            .byteStrings(approvedBy)
            .text(rule)
            .digest(policy)
            .digest(request)
            .details(details);
  }

  static CommandRequested read(FieldReader in) {
    in.array(10);
    return new CommandRequested(
        in.bytes(16, 16),
        in.word(),
        in.sampleValue(),
        in.bytesOrNull(16, 16),
        in.proseOrNull(),
        in.byteStrings(16, 16),
        in.wordOrNull(),
        in.digestOrNull(),
        in.digestOrNull(),
        in.details());
  }
}
