package dev.penstock.flow.continuity;

import dev.penstock.evidence.record.Boot;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.RollCall;
import dev.penstock.testkit.records.RecordGrammar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of a gateway in few words, for tests. Times are seconds since 2026-01-01T00:00:00Z. */
final class Records {
  private Records() {}

  static long at(long seconds) {
    return Gateway.START + seconds * Gateway.SECOND;
  }

  static LedgerRecord recorded(long source, long seconds, RecordValue value) {
    var record = new LedgerRecord(0, source, null, null, at(seconds), 0, value);
    var _ = RecordGrammar.checked(record.encode());
    return record;
  }

  static LedgerRecord roll(long from, long to, RollCall.Run... runs) {
    return recorded(0, to, new RollCall(at(from), at(to), List.of(runs)));
  }

  static RollCall.Run heard(long source, long count) {
    return new RollCall.Run(source, source, RollCall.State.HEARD, count, null);
  }

  static RollCall.Run listening(long source) {
    return new RollCall.Run(source, source, RollCall.State.LISTENING, 0, null);
  }

  static RollCall.Run deaf(long source, long since, long count) {
    return new RollCall.Run(source, source, RollCall.State.DEAF, count, at(since));
  }

  static Gap gap(
      Gap.Cause cause,
      Gap.Scope scope,
      @Nullable Long first,
      long from,
      @Nullable Long to,
      @Nullable String policy) {
    return new Gap(
        cause,
        scope,
        first,
        null,
        7L,
        at(from),
        to == null ? null : Long.valueOf(at(to)),
        null,
        policy,
        null,
        Details.NONE);
  }

  static FindingMade finding(String code, long since) {
    return new FindingMade(
        code, null, null, null, null, at(since), 1, List.of(), null, code, Details.NONE);
  }

  static Boot boot(Boot.Before before) {
    return new Boot(2, "penstock", before, null, Details.NONE);
  }

  static Stretch.Heard heardFrom(long from, long to, long count) {
    return new Stretch.Heard(at(from), at(to), count);
  }

  static Stretch.Listening listeningFrom(long from, long to) {
    return new Stretch.Listening(at(from), at(to));
  }

  static Stretch.Deaf deafFrom(long from, long to, long since, long count) {
    return new Stretch.Deaf(at(from), at(to), at(since), count);
  }

  static Stretch.Unknown notStated(long from, long to) {
    return new Stretch.Unknown(at(from), at(to), new Stretch.Why.NotStated());
  }
}
