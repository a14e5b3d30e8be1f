package dev.penstock.driving.supervision;

import dev.penstock.driving.DeviceIdentity;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of a link since the start.
 *
 * @param attempts to connect
 * @param sessions attempts that came as far as to read
 * @param reads readings of a group that ended
 * @param failures sessions and attempts that ended by themselves
 * @param crashes those of them that an error of the driver's own ended
 * @param lastReason why the last of these ended; empty where none did
 * @param lastAnswered when a device last answered; empty where none did
 * @param identity who the device said it is, in the last session in which it said so
 */
public record LinkFigures(
    LinkState state,
    long attempts,
    long sessions,
    long reads,
    long failures,
    long crashes,
    String lastReason,
    Optional<Instant> lastAnswered,
    Optional<DeviceIdentity> identity) {
  public LinkFigures {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(lastReason, "lastReason");
    Objects.requireNonNull(lastAnswered, "lastAnswered");
    Objects.requireNonNull(identity, "identity");
  }
}
