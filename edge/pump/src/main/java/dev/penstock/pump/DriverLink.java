package dev.penstock.pump;

import dev.penstock.driving.Driver;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.schedule.RateGroup;
import dev.penstock.points.Deadband;
import dev.penstock.points.Derivations;
import dev.penstock.points.PointRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One device as a driver is to read it.
 *
 * @param name of the link, as the configuration has it
 * @param source under which name its values are recorded
 * @param groups how often points are read; each point is in one of them
 * @param toldEach where the driver can be told of changes: how often at most; then groups are read
 *     besides, to be sure
 * @param derived points that are made of the others
 * @param derivedDeadbands of these; every value is told where there is none
 */
public record DriverLink(
    String name,
    String source,
    Driver driver,
    List<RateGroup> groups,
    List<DrivenPoint> points,
    Optional<Duration> toldEach,
    Derivations derived,
    Map<String, Deadband> derivedDeadbands) {

  /**
   * A point that a driver reads.
   *
   * @param group the name of its rate group
   */
  public record DrivenPoint(String name, PointSpec spec, String group, PointRule rule) {
    public DrivenPoint {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(spec, "spec");
      Objects.requireNonNull(group, "group");
      Objects.requireNonNull(rule, "rule");
    }
  }

  public DriverLink {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(driver, "driver");
    Objects.requireNonNull(toldEach, "toldEach");
    Objects.requireNonNull(derived, "derived");
    groups = List.copyOf(groups);
    points = List.copyOf(points);
    derivedDeadbands = Map.copyOf(derivedDeadbands);
    List<String> groupNames = groups.stream().map(RateGroup::name).toList();
    for (DrivenPoint point : points) {
      if (!groupNames.contains(point.group())) {
        throw new IllegalArgumentException(
            "point "
                + point.name()
                + " is in group "
                + point.group()
                + ", there are "
                + groupNames);
      }
    }
  }
}
