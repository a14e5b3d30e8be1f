package dev.penstock.commanding;

import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.plant.CanonicalForm;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the ledger gets of a command, docs/commands.md. */
final class CommandRecords {
  private static final int ORIGIN_CHARS_MAX = 300;
  private static final int TEXT_CHARS_MAX = 500;
  static final long STATUS_MAX = 0xffff_ffffL;

  private CommandRecords() {}

  /** By which rule it may be done, and that it is wanted. */
  static List<RecordValue> requested(ByteString id, Wish wish, Judged judged) {
    Map<String, SampleValue> details = new HashMap<>();
    details.put("source", SampleValue.of(wish.source()));
    details.put("point", SampleValue.of(wish.point()));
    details.put("value", new SampleValue.One(wish.value()));
    details.put("objects", SampleValue.of(judged.request().objectsText(ORIGIN_CHARS_MAX)));
    details.put("from", SampleValue.of(judged.request().from()));
    details.put("to", SampleValue.of(judged.request().to()));
    wish.key().ifPresent(key -> details.put("key", SampleValue.of(key)));
    return List.of(
        DecisionRecord.of(judged.ruled().policy(), judged.ruled().decision(), judged.request()),
        new CommandRequested(
            id,
            judged.request().operation().word(),
            new SampleValue.One(judged.raw()),
            wish.asker().person().orElse(null),
            cut(
                judged.request().protocol()
                    + " "
                    + wish.asker().peer()
                    + " "
                    + wish.asker().identity(),
                ORIGIN_CHARS_MAX),
            judged.approvedBy(),
            judged.ruled().decision().rule(),
            judged.ruled().policy(),
            CanonicalForm.digest(RequestForm.encode(judged.request())),
            new Details(details)));
  }

  /** From here on the device may have it. */
  static List<RecordValue> dispatched(ByteString id, Judged judged) {
    return List.of(new CommandDispatched(id, judged.point().endpoint(), Details.NONE));
  }

  /** What came of it. */
  static List<RecordValue> result(ByteString id, End end) {
    String text = text(end.text());
    Details details = text.isEmpty() ? Details.NONE : Details.of("text", text);
    return List.of(
        new CommandResult(id, end.outcome(), status(end.status()), SampleValue.NONE, details));
  }

  /** A status as records have it. */
  static long status(long of) {
    return Math.clamp(of, 0, STATUS_MAX);
  }

  /** A text as records have it. */
  static String text(String of) {
    return cut(of, TEXT_CHARS_MAX);
  }

  /** How a command ended that was sent, or was to be. */
  record End(Phase phase, CommandResult.Outcome outcome, long status, String text) {
    static End of(WriteOutcome outcome) {
      return switch (outcome) {
        case WriteOutcome.Done() -> new End(Phase.DONE, CommandResult.Outcome.DONE, 0, "");
        case WriteOutcome.Refused(var status, var text) ->
            new End(Phase.REFUSED, CommandResult.Outcome.REFUSED, status, text);
        case WriteOutcome.NotSent(var text) ->
            new End(Phase.NOT_SENT, CommandResult.Outcome.FAILED, 0, text);
        case WriteOutcome.Unknown(var text) ->
            new End(Phase.UNKNOWN, CommandResult.Outcome.OUTCOME_UNKNOWN, 0, text);
      };
    }

    static End expired(String text) {
      return new End(Phase.EXPIRED, CommandResult.Outcome.EXPIRED, 0, text);
    }

    static End denied(String text) {
      return new End(Phase.DENIED, CommandResult.Outcome.EXPIRED, 0, text);
    }

    static End notSent(String text) {
      return new End(Phase.NOT_SENT, CommandResult.Outcome.FAILED, 0, text);
    }
  }

  /** Eight bytes that differ for another source, point, value or asker. */
  static ByteString mark(Wish wish) {
    return firstBytes(
        "penstock-command-mark-1\0%s\0%s\0%s\0%s\0%s"
            .formatted(
                wish.asker().zone().orElse(""),
                wish.asker().identity(),
                wish.source(),
                wish.point(),
                valueText(wish.value())),
        8);
  }

  /** The number of a command whose sender has a key for it. */
  static ByteString id(Asker asker, String key) {
    return firstBytes(
        "penstock-command-1\0%s\0%s\0%s".formatted(asker.zone().orElse(""), asker.identity(), key),
        16);
  }

  private static ByteString firstBytes(String text, int count) {
    byte[] digest = CanonicalForm.digest(text.getBytes(StandardCharsets.UTF_8)).bytes();
    return ByteString.at(digest, 0, count);
  }

  private static String valueText(Scalar value) {
    // 7 and 7.0 are one wish: JSON does not tell them apart.
    return value instanceof Scalar.Whole(var whole) && Math.abs(whole) <= (1L << 53)
        ? new Scalar.Real((double) whole).toString()
        : value.toString();
  }

  private static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    // Half a letter is none, and no text of a record.
    boolean isAmidst = Character.isHighSurrogate(text.charAt(charsMax - 1));
    return text.substring(0, isAmidst ? charsMax - 1 : charsMax);
  }
}
