package dev.penstock.evidence.record;

/** Finds the one form of each kind of value. */
final class RecordCodec {
  private RecordCodec() {}

  static void write(RecordValue value, FieldWriter out) {
    switch (value) {
      case Access v -> v.write(out);
      case AckSent v -> v.write(out);
      case Alarm v -> v.write(out);
      case AnchorResults v -> v.write(out);
      case Arrival v -> v.write(out);
      case Attestation v -> v.write(out);
      case Boot v -> v.write(out);
      case ChainReset v -> v.write(out);
      case CommandDispatched v -> v.write(out);
      case CommandRequested v -> v.write(out);
      case CommandResult v -> v.write(out);
      case Configuration v -> v.write(out);
      case DictionaryEntry v -> v.write(out);
      case Event v -> v.write(out);
      case FindingMade v -> v.write(out);
      case Gap v -> v.write(out);
      case KeyChange v -> v.write(out);
      case PolicyDecision v -> v.write(out);
      case RollCall v -> v.write(out);
      case Sample v -> v.write(out);
      case Sealed v -> v.write(out);
      case Snapshot v -> v.write(out);
      case Statement v -> v.write(out);
    }
  }

  static RecordValue read(RecordKind kind, FieldReader in) {
    if (in.isSealed()) {
      return Sealed.read(kind, in);
    }
    return switch (kind) {
      case SAMPLE -> Sample.read(in);
      case EVENT -> Event.read(in);
      case ACCESS -> Access.read(in);
      case ALARM -> Alarm.read(in);
      case COMMAND_REQUESTED -> CommandRequested.read(in);
      case COMMAND_DISPATCHED -> CommandDispatched.read(in);
      case COMMAND_RESULT -> CommandResult.read(in);
      case CONFIGURATION -> Configuration.read(in);
      case POLICY_DECISION -> PolicyDecision.read(in);
      case GAP -> Gap.read(in);
      case DICTIONARY -> DictionaryEntry.read(in);
      case BOOT -> Boot.read(in);
      case KEY_CHANGE -> KeyChange.read(in);
      case CHAIN_RESET -> ChainReset.read(in);
      case ARRIVAL -> Arrival.read(in);
      case ACK -> AckSent.read(in);
      case ATTESTATION -> Attestation.read(in);
      case ANCHOR -> AnchorResults.read(in);
      case FINDING -> FindingMade.read(in);
      case SNAPSHOT -> Snapshot.read(in);
      case STATEMENT -> Statement.read(in);
      case ROLL_CALL -> RollCall.read(in);
    };
  }
}
