package dev.penstock.modbusproxy;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.record.DecisionRecord;
import dev.penstock.conduit.record.DenialBook;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.Digest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What was denied, on its way to the recorder: condensed, and kept for a while where there is no
 * room. Not for several threads; its owner has a lock.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10
 */
final class Denials {
  /** Records that wait for room: more than come in a minute. */
  private static final int WAITING_MAX = 256;

  private final Recorder recorder;
  private final Counts counts;
  private final Deque<RecordValue> waiting = new ArrayDeque<>();
  private DenialBook book;

  Denials(Recorder recorder, Counts counts, Digest policy) {
    this.recorder = recorder;
    this.counts = counts;
    book = new DenialBook(policy);
  }

  /** From now on it is denied by another policy. */
  void change(Digest to) {
    take(book.close());
    book = new DenialBook(to);
  }

  /** Denied, or two people are needed and did not agree. */
  void deny(Request request, Decision decision) {
    take(book.deny(request, decision));
  }

  /** By another policy than the one whose book is open: it is recorded by itself. */
  void denyAlone(Digest by, Request request, Decision decision) {
    take(List.of(DecisionRecord.ofRefused(by, decision, request)));
  }

  void tick(long at) {
    take(book.tick(at));
  }

  void close() {
    take(book.close());
  }

  private void take(List<PolicyDecision> records) {
    for (PolicyDecision each : records) {
      if (waiting.size() < WAITING_MAX) {
        waiting.add(each);
      } else {
        counts.recordsLost.increment();
      }
    }
    while (!waiting.isEmpty() && recorder.offer(List.of(waiting.peek()), () -> {})) {
      var _ = waiting.remove();
    }
  }
}
