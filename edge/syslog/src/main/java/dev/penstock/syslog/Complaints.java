package dev.penstock.syslog;

import dev.penstock.flow.intake.FindingMeter;
import dev.penstock.flow.intake.Intake;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.flow.intake.IntakeFinding.Kind;
import dev.penstock.flow.intake.Receipt;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, on its way to the intake: for each source and kind the first at once, what follows
 * within a minute as one with a count. It waits here while the intake is full, and what follows
 * then is counted all the same. Any thread.
 */
final class Complaints {
  private final String listener;
  private final Intake intake;

  /** Bounded by the sources that have a name, and this gateway; guarded by this, as all below. */
  private final Map<String, FindingMeter> meters = new HashMap<>();

  /** Bounded: one for each meter and kind, for a meter is not asked for more before it is empty. */
  private final Deque<IntakeFinding> waiting = new ArrayDeque<>();

  Complaints(String listener, Intake intake) {
    this.listener = listener;
    this.intake = intake;
  }

  /**
   * Something is wrong with one message or peer.
   *
   * @param source whose; null where it has no name in records
   */
  synchronized void note(
      Kind kind,
      @Nullable String source,
      @Nullable String address,
      long bytes,
      Instant now,
      String text) {
    FindingMeter meter =
        meters.computeIfAbsent(source == null ? "" : source, _ -> new FindingMeter(listener));
    Optional<IntakeFinding> first = meter.note(kind, address, bytes, now, text);
    if (first.isPresent()) {
      waiting.add(under(source, first.get()));
      flush();
    }
  }

  /** Something that is counted already. */
  synchronized void add(IntakeFinding finding) {
    waiting.add(finding);
    flush();
  }

  /** Hands in what is due; called about once a second. */
  synchronized void tick(Instant now) {
    flush();
    if (waiting.isEmpty()) {
      meters.forEach((source, meter) ->
          meter.due(now).forEach(finding -> waiting.add(under(nullIfEmpty(source), finding))));
      flush();
    }
  }

  /** Hands in all that was noted; what the intake does not take then is known to nobody. */
  synchronized boolean end() {
    meters.forEach((source, meter) ->
        meter.rest().forEach(finding -> waiting.add(under(nullIfEmpty(source), finding))));
    flush();
    return waiting.isEmpty();
  }

  private static @Nullable String nullIfEmpty(String source) {
    return source.isEmpty() ? null : source;
  }

  private static IntakeFinding under(@Nullable String source, IntakeFinding finding) {
    return source == null ? finding : finding.under(source);
  }

  private void flush() {
    while (!waiting.isEmpty() && intake.offer(waiting.element(), Receipt.NONE)) {
      waiting.remove();
    }
  }
}
