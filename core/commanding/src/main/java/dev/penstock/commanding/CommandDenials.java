package dev.penstock.commanding;

import dev.penstock.commanding.Around.Recorder;
import dev.penstock.commanding.Around.Ruled;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.record.DenialBook;
import dev.penstock.evidence.record.PolicyDecision;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.merkle.Digest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Commands that were denied, on their way to the recorder: condensed as all denials are, and kept
 * for a while where there is no room. Its owner has a lock.
 *
 * <p>Req: 62443-4-2 CR 2.8, CR 2.10
 */
final class CommandDenials {
  /** Records that wait for room: more than come in a minute. */
  private static final int WAITING_MAX = 256;

  private final Recorder recorder;
  private final Deque<RecordValue> waiting = new ArrayDeque<>();
  private Optional<DenialBook> book = Optional.empty();
  private @Nullable Digest policy;
  private long lost;

  CommandDenials(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Records of denials for which there was no room. */
  long lost() {
    return lost;
  }

  /** Denied, or refused for want of a second person. */
  void deny(Ruled ruled, Request request) {
    take(book(ruled.policy()).deny(request, ruled.decision()));
  }

  private DenialBook book(Digest by) {
    if (book.isPresent() && Objects.equals(by, policy)) {
      return book.get();
    }
    book.ifPresent(old -> take(old.close()));
    policy = by;
    var opened = new DenialBook(by);
    book = Optional.of(opened);
    return opened;
  }

  /** Hands over what is due by now. */
  void tick(long at) {
    take(book.map(open -> open.tick(at)).orElse(List.of()));
  }

  /** Hands over the minute that runs: before the node ends. */
  void close() {
    take(book.map(DenialBook::close).orElse(List.of()));
  }

  private void take(List<PolicyDecision> records) {
    for (PolicyDecision each : records) {
      if (waiting.size() < WAITING_MAX) {
        waiting.add(each);
      } else {
        lost++;
      }
    }
    while (!waiting.isEmpty() && recorder.tell(List.of(waiting.peek()))) {
      var _ = waiting.remove();
    }
  }
}
