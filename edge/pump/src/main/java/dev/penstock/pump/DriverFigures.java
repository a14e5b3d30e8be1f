package dev.penstock.pump;

import dev.penstock.driving.schedule.GroupFigures;
import dev.penstock.driving.supervision.LinkFigures;
import java.time.Duration;
import java.util.List;

/**
 * What a {@link DriverPump} did since it was started.
 *
 * @param points that can be read, as far as the driver knows
 * @param faulty points that there cannot be, by their addresses
 * @param refused points that a policy does not let be read
 * @param samples that the intake took
 * @param unkept samples that it took and did not keep, which is recorded, or never took
 * @param pauses of reading, for the intake was full
 * @param paused how long these were together
 * @param writes that were sent to the device
 */
public record DriverFigures(
    LinkFigures link,
    List<GroupFigures> groups,
    int points,
    int faulty,
    int refused,
    long samples,
    long unkept,
    long pauses,
    Duration paused,
    long writes) {
  public DriverFigures {
    groups = List.copyOf(groups);
  }
}
