package dev.penstock.node.gateway;

import dev.penstock.conduit.site.SiteModel;
import dev.penstock.connections.Connections;
import dev.penstock.connections.Device;
import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.driving.Driver;
import dev.penstock.driving.Located;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.admission.Admission;
import dev.penstock.driving.admission.Refusal;
import dev.penstock.merkle.Digest;
import dev.penstock.node.gateway.Enforcement.InForce;
import dev.penstock.plantmap.dryrun.OwnReading;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the node would read otherwise by another site. It asks what drivers ask before they read,
 * point by point, and opens nothing. Points are many, so the last answer is kept for a minute.
 */
final class OwnReadings {
  private static final int EXAMPLES_MAX = 5;

  private final Enforcement enforcement;
  private final InstantSource clock;

  // Guarded by this.
  private Optional<Kept> last = Optional.empty();

  /**
   * What it is held against.
   *
   * @param change another number for other connections
   */
  record Now(Connections connections, long change, Optional<SiteModel> site, InForce inForce) {}

  /** Numbers alone: what is kept holds on to no points. */
  private record Asked(Digest other, long change, long revision, long minute) {}

  private record Kept(Asked asked, List<OwnReading> readings) {}

  /** One of the two sites, and the devices that it has a place for. */
  private record Side(Optional<SiteModel> site, InForce inForce, Set<String> fitting) {
    static Side of(Connections all, Optional<SiteModel> site, InForce inForce) {
      return new Side(
          site,
          inForce,
          Gateway.fit(all, site, new ArrayList<>()).devices().stream()
              .map(Device::id)
              .collect(Collectors.toSet()));
    }

    /** Why nothing of a device is read at all. */
    Optional<Refusal> refusal(Device device) {
      if (fitting.contains(device.id())) {
        return Optional.empty();
      }
      return Optional.of(
          new Refusal(
              site.isEmpty()
                  ? "there is no model of the plant"
                  : "the plant has no zone for " + device.asset()));
    }
  }

  OwnReadings(Enforcement enforcement, InstantSource clock) {
    this.enforcement = enforcement;
    this.clock = clock;
  }

  /** Only devices of which something would be read otherwise, in the order of their ids. */
  synchronized List<OwnReading> by(SiteModel other, Now now) {
    // Rules have times of the day, in minutes.
    long minute = TimeUnit.MILLISECONDS.toMinutes(clock.millis());
    var asked = new Asked(other.digest(), now.change(), now.inForce().revision(), minute);
    if (last.isEmpty() || !last.get().asked().equals(asked)) {
      last = Optional.of(new Kept(asked, found(other, now)));
    }
    return last.get().readings();
  }

  private List<OwnReading> found(SiteModel other, Now now) {
    Connections all = now.connections();
    Side before = Side.of(all, now.site(), now.inForce());
    InForce asked = Enforcement.by(other, now.inForce().revision() + 1, now.inForce().rates());
    Side after = Side.of(all, Optional.of(other), asked);
    return all.devices().stream()
        .filter(Device::isEnabled)
        .flatMap(device -> found(device, before, after).stream())
        .toList();
  }

  private Optional<OwnReading> found(Device device, Side before, Side after) {
    Driver driver = DriverMaking.driver(device, System::nanoTime);
    Admission then = enforcement.admission(device, before.inForce());
    Admission thus = enforcement.admission(device, after.inForce());
    Optional<Refusal> notThen = before.refusal(device);
    Optional<Refusal> notThus = after.refusal(device);
    int points = 0;
    List<OwnReading.Example> lost = new ArrayList<>();
    List<OwnReading.Example> gained = new ArrayList<>();
    for (Point point : device.points()) {
      if (point.origin() instanceof Origin.Read read
          && driver.locate(new PointSpec(read.address(), read.type()))
              instanceof Located.Found target) {
        points++;
        Optional<Refusal> old = notThen.or(() -> then.refusal(target));
        Optional<Refusal> other = notThus.or(() -> thus.refusal(target));
        if (old.isEmpty() && other.isPresent()) {
          lost.add(new OwnReading.Example(point.name(), true, other.get().reason()));
        } else if (old.isPresent() && other.isEmpty()) {
          gained.add(new OwnReading.Example(point.name(), false, old.get().reason()));
        }
      }
    }
    return lost.isEmpty() && gained.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new OwnReading(
                device.id(),
                before.inForce().zoneOf(device),
                points,
                lost.size(),
                gained.size(),
                Stream.concat(lost.stream(), gained.stream()).limit(EXAMPLES_MAX).toList()));
  }
}
