package dev.penstock.node.gateway;

import dev.penstock.flow.intake.FindingMeter;
import dev.penstock.flow.intake.IntakeFinding;
import dev.penstock.sparkplugnode.Commands;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows no command of a host, and has recorded what was asked for: the first at once, what comes
 * within the next minute as one finding.
 *
 * <p>Req: 62443-3-3 SR 5.2 RE(1)
 */
final class CommandsRefused implements Commands {
  private static final int SHOWN_MAX = 200;

  private final Predicate<IntakeFinding> findings;
  private final InstantSource clock;

  /** Guarded by this. */
  private final FindingMeter meter;

  CommandsRefused(String destination, Predicate<IntakeFinding> findings, InstantSource clock) {
    this.findings = findings;
    this.clock = clock;
    this.meter = new FindingMeter(destination);
  }

  @Override
  public boolean isTaken(Asked asked) {
    return false;
  }

  @Override
  public synchronized void refused(String topic, Optional<String> metric, String why) {
    String text =
        "a host asked for something that is not followed: "
            + why
            + metric.map(name -> ", metric " + shown(name)).orElse("");
    meter
        .note(IntakeFinding.Kind.COMMAND_REFUSED, shown(topic), 0, clock.instant(), text)
        .ifPresent(this::record);
  }

  /** What somebody else wrote, in one line. */
  private static String shown(String text) {
    String line = text.replaceAll("\\p{C}", "?");
    return line.length() <= SHOWN_MAX ? line : line.substring(0, SHOWN_MAX) + "...";
  }

  @Override
  public synchronized void tick() {
    meter.due(clock.instant()).forEach(this::record);
  }

  /** An intake that is full has said so itself. */
  private void record(IntakeFinding finding) {
    boolean _ = findings.test(finding);
  }
}
