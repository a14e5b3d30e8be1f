package dev.penstock.modbusproxy;

import dev.penstock.conduit.RequestForm;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.CommandDispatched;
import dev.penstock.evidence.record.CommandRequested;
import dev.penstock.evidence.record.CommandResult;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.plant.CanonicalForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One request that changes something, and its records: requested, dispatched, result. Each of the
 * first two is durable before the next step; where that does not come to pass in time the request
 * stops, but for what essential functions need.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10, CR 2.12
 */
final class Command {
  private static final int ORIGIN_CHARS_MAX = 300;

  private final Gate gate;
  private final Ruling.Act act;
  private final String endpoint;
  private final ByteString id;
  private boolean isLate;

  Command(Gate gate, Ruling.Act act, String endpoint) {
    this.gate = gate;
    this.act = act;
    this.endpoint = endpoint;
    id = gate.commandId();
  }

  /** That it is wanted, and by which rule it may pass; false when it must stop here. */
  boolean isRequested() throws InterruptedException {
    PolicyDecision decision = DecisionRecord.of(act.policy(), act.decision(), act.request());
    Map<String, SampleValue> details = new HashMap<>();
    details.put("objects", SampleValue.of(act.request().objectsText(ORIGIN_CHARS_MAX)));
    details.put("from", SampleValue.of(act.request().from()));
    details.put("to", SampleValue.of(act.request().to()));
    return isDurable(
        List.of(
            decision,
            new CommandRequested(
                id,
                act.request().operation().word(),
                decision.argument(),
                null,
                origin(),
                act.approvedBy(),
                act.decision().rule(),
                act.policy(),
                CanonicalForm.digest(RequestForm.encode(act.request())),
                new Details(details))));
  }

  private String origin() {
    String origin =
        Asked.PROTOCOL
            + " "
            + act.request().peer()
            + act.request().identity().map(name -> " " + name).orElse("");
    return origin.length() > ORIGIN_CHARS_MAX ? origin.substring(0, ORIGIN_CHARS_MAX) : origin;
  }

  /** That the device may have it from here on; false when it must stop here. */
  boolean isDispatched() throws InterruptedException {
    return isDurable(List.of(new CommandDispatched(id, endpoint, Details.NONE)));
  }

  private boolean isDurable(List<RecordValue> records) throws InterruptedException {
    var durable = new CountDownLatch(1);
    boolean isInTime =
        gate.recorder().offer(records, durable::countDown)
            && durable.await(gate.recordLimit().toNanos(), TimeUnit.NANOSECONDS);
    if (isInTime) {
      return true;
    }
    if (!gate.essential().holds(act.request())) {
      gate.counts().unrecorded.increment();
      return false;
    }
    if (!isLate) {
      isLate = true;
      gate.counts().unrecorded.increment();
      gate.essential().passedUnrecorded(act.request());
    }
    return true;
  }

  /** What came of it. The answer to the client does not wait for this record. */
  void ended(CommandResult.Outcome outcome, int status) {
    List<RecordValue> result =
        List.of(new CommandResult(id, outcome, status, SampleValue.NONE, Details.NONE));
    if (!gate.recorder().offer(result, () -> {})) {
      // A dispatched command without result counts as one of which nobody knows what came of it.
      gate.counts().recordsLost.increment();
    }
  }
}
