package dev.penstock.evidence.record;

/**
 * What came of a command. OUTCOME_UNKNOWN is read back and never sent again.
 *
 * @param status the device's answer
 */
public record CommandResult(
    ByteString command, Outcome outcome, long status, SampleValue readBack, Details details)
    implements RecordValue {
  public enum Outcome {
    DONE,
    REFUSED,
    FAILED,
    EXPIRED,
    OUTCOME_UNKNOWN
  }

  public CommandResult {
    Fields.mustBeId16("command", command);
    Fields.mustBeIn("status", status, Fields.ID_MAX);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.COMMAND_RESULT;
  }

  void write(FieldWriter out) {
    var _ =
        out.array(5)
            .bytes(command)
            .choice(outcome)
            .number(status)
            .sampleValue(readBack)
            .details(details);
  }

  static CommandResult read(FieldReader in) {
    in.array(5);
    return new CommandResult(
        in.bytes(16, 16),
        in.choice(Outcome.values()),
        in.number(Fields.ID_MAX),
        in.sampleValue(),
        in.details());
  }
}
