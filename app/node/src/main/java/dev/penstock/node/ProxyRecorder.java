package dev.penstock.node;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.modbusproxy.Recorder;
import dev.penstock.pump.IntakePump;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Hands what proxies state to the intake; who waits learns when all of it is durable. */
final class ProxyRecorder implements Recorder {
  private final IntakePump intake;
  private final DeniedRequests denied;

  ProxyRecorder(IntakePump intake, DeniedRequests denied) {
    this.intake = intake;
    this.denied = denied;
  }

  /** Counts what is not durable yet. */
  private static final class Counting implements Receipt {
    private final AtomicInteger left;
    private final Runnable whenDurable;

    Counting(int count, Runnable whenDurable) {
      this.left = new AtomicInteger(count);
      this.whenDurable = whenDurable;
    }

    @Override
    public void durable() {
      if (left.decrementAndGet() == 0) {
        whenDurable.run();
      }
    }

    @Override
    public void refused(String reason) {
      // Never durable: who waits gives up, and nothing passes.
    }
  }

  @Override
  public boolean offer(List<RecordValue> records, Runnable whenDurable) {
    var receipt = new Counting(records.size(), whenDurable);
    for (int i = 0; i < records.size(); i++) {
      if (!intake.offer(records.get(i), receipt)) {
        // What was taken stays a true statement of what was asked; it is never said to be whole.
        denied.taken(records.subList(0, i));
        return i > 0;
      }
    }
    denied.taken(records);
    return true;
  }
}
