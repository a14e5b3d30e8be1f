package dev.penstock.node.gateway;

import dev.penstock.flow.intake.FindingMeter;
import dev.penstock.flow.intake.IntakeFinding;
import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * Has recorded what a destination asked for and nobody followed: the first at once, what comes
 * within the next minute as one finding. Any thread.
 *
 * <p>Req: 62443-3-3 SR 5.2 RE(1)
 */
final class RefusalNotes {
  private static final int SHOWN_MAX = 200;

  private final Predicate<IntakeFinding> findings;
  private final InstantSource clock;

  /** Guarded by this. */
  private final FindingMeter meter;

  RefusalNotes(String destination, Predicate<IntakeFinding> findings, InstantSource clock) {
    this.findings = findings;
    this.clock = clock;
    this.meter = new FindingMeter(destination);
  }

  /**
   * Something was not followed.
   *
   * @param topic as somebody else wrote it
   */
  synchronized void note(String topic, String text) {
    meter
        .note(IntakeFinding.Kind.COMMAND_REFUSED, shown(topic), 0, clock.instant(), shown(text))
        .ifPresent(this::record);
  }

  /** What somebody else wrote, in one line. */
  static String shown(String text) {
    String line = text.replaceAll("\\p{C}", "?");
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
  }

  /** Time went by. */
  synchronized void tick() {
    meter.due(clock.instant()).forEach(this::record);
  }

  /** What was noted and is in no finding yet: at the end. */
  synchronized void close() {
    meter.rest().forEach(this::record);
  }

  /** An intake that is full has said so itself. */
  private void record(IntakeFinding finding) {
    boolean _ = findings.test(finding);
  }
}
