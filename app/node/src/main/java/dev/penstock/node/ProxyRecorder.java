package dev.penstock.node;

import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.modbusproxy.Recorder;
import dev.penstock.pump.IntakePump;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean isRefused = new AtomicBoolean();
    private final Runnable whenDurable;
    private final Runnable whenRefused;

    Counting(int count, Runnable whenDurable, Runnable whenRefused) {
      this.left = new AtomicInteger(count);
      this.whenDurable = whenDurable;
      this.whenRefused = whenRefused;
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
      if (isRefused.compareAndSet(false, true)) {
        whenRefused.run();
      }
    }
  }

  @Override
  public boolean offer(List<RecordValue> records, Runnable whenDurable) {
    return offer(records, whenDurable, () -> {});
  }

  @Override
  public boolean offer(List<RecordValue> records, Runnable whenDurable, Runnable whenRefused) {
    var receipt = new Counting(records.size(), whenDurable, whenRefused);
    for (int i = 0; i < records.size(); i++) {
      if (!intake.offer(records.get(i), receipt)) {
        // What was taken stays a true statement of what was asked; it is never said to be whole.
        if (i > 0) {
          receipt.refused("there was no room for all");
        }
        denied.taken(records.subList(0, i));
        return i > 0;
      }
    }
    denied.taken(records);
    return true;
  }
}
