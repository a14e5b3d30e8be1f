package dev.penstock.evidence.record;

/** From here on the device may have received the command; durable before the first byte. */
public record CommandDispatched(ByteString command, String endpoint, Details details)
    implements RecordValue {
  public CommandDispatched {
    Fields.mustBeId16("command", command);
    Fields.mustBeWord("endpoint", endpoint);
  }

  @Override
  public RecordKind kind() {
    return RecordKind.COMMAND_DISPATCHED;
  }

  void write(FieldWriter out) {
    var _ = out.array(3).bytes(command).text(endpoint).details(details);
  }

  static CommandDispatched read(FieldReader in) {
    in.array(3);
    return new CommandDispatched(in.bytes(16, 16), in.word(), in.details());
  }
}
