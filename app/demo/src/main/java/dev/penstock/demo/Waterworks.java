package dev.penstock.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/**
 * A water works: eight wells, an intake, eight filters and dosing fill four reservoirs; six booster
 * stations draw from them for twelve pressure zones, whose demand follows the day. One day passes
 * in twelve minutes. Same random numbers, same works.
 */
final class Waterworks {
  private static final int WELLS = 8;
  private static final int INTAKE_PUMPS = 3;
  private static final int FILTERS = 8;
  private static final int RESERVOIRS = 4;
  private static final int BOOSTERS = 6;
  private static final int BOOSTER_PUMPS = 3;
  private static final int ZONES = 12;

  /** Simulated seconds in one second. */
  private static final double PACE = 120;

  /** A value that does not move is still said this often. */
  private static final int QUIET_STEPS_MAX = 30;

  private static final double DAY = 86_400;
  private static final double RESERVOIR_CUBIC_METRES = 4_000;

  private final RandomGenerator random;
  private final List<Tag> tags = new ArrayList<>();
  private final List<DoubleSupplier> values = new ArrayList<>();

  private final Pump[] wells = new Pump[WELLS];
  private final Pump[] intake = new Pump[INTAKE_PUMPS];
  private final Pump[] boosters = new Pump[BOOSTERS * BOOSTER_PUMPS];
  private final double[] fouling = new double[FILTERS];
  private final double[] levels = {3.1, 3.4, 2.9, 3.2};
  private double time = 6 * 3_600;
  private double demand;
  private double turbidity = 2.4;
  private double chlorine = 0.32;

  /** One pump: whether it runs, how fast, and how warm its bearing is. */
  private static final class Pump {
    private final double flowMax;
    private double speed;
    private double wanted;
    private double bearing = 18;
    private double hours;

    Pump(double flowMax, double hours) {
      this.flowMax = flowMax;
      this.hours = hours;
    }

    boolean isRunning() {
      return speed > 1;
    }

    /** m³/h. */
    double flow() {
      return flowMax * speed / 100;
    }

    void step(double seconds) {
      speed += Math.clamp(wanted - speed, -seconds / 2, seconds / 2);
      bearing += (18 + speed * 0.35 - bearing) * Math.min(1, seconds / 1_800);
      hours += isRunning() ? seconds / 3_600 : 0;
    }
  }

  Waterworks(RandomGenerator random) {
    this.random = random;
    for (int i = 0; i < WELLS; i++) {
      wells[i] = new Pump(90, 11_000 + 700 * i);
      pump("well" + (i + 1), "pump", wells[i]);
      double depth = 21 + i;
      int at = i;
      tag("well" + (i + 1), "level", 0.02, 2, () -> depth + wells[at].speed * 0.03 + noise(0.01));
    }
    for (int i = 0; i < INTAKE_PUMPS; i++) {
      intake[i] = new Pump(420, 30_500 + 900 * i);
      pump("intake", "pump" + (i + 1), intake[i]);
    }
    tag("intake", "raw-turbidity", 0.05, 2, () -> turbidity + noise(0.03));
    tag("intake", "screen-differential", 0.5, 1, () -> 12 + turbidity + noise(0.2));
    for (int i = 0; i < FILTERS; i++) {
      filter("filter" + (i + 1), i);
    }
    dosing();
    for (int i = 0; i < RESERVOIRS; i++) {
      reservoir("reservoir" + (i + 1), i);
    }
    for (int i = 0; i < boosters.length; i++) {
      boosters[i] = new Pump(160, 20_000 + 310 * i);
      pump("booster" + (i / BOOSTER_PUMPS + 1), "pump" + (i % BOOSTER_PUMPS + 1), boosters[i]);
    }
    for (int i = 0; i < ZONES; i++) {
      zone("zone" + (i + 1), i);
    }
  }

  private void tag(String station, String name, double deadband, int digits, DoubleSupplier value) {
    tags.add(new Tag("waterworks/" + station + "/" + name, deadband, digits));
    values.add(value);
  }

  private void pump(String station, String name, Pump pump) {
    tag(station, name + "/running", 0.5, 0, () -> pump.isRunning() ? 1 : 0);
    tag(station, name + "/speed", 0.5, 1, () -> pump.speed);
    tag(station, name + "/flow", 1, 1, () -> pump.isRunning() ? pump.flow() + noise(0.6) : 0);
    tag(station, name + "/current", 0.4, 1, () -> pump.speed * 0.62 + noise(0.2));
    tag(station, name + "/bearing-temperature", 0.2, 1, () -> pump.bearing + noise(0.1));
    tag(station, name + "/hours", 0.1, 1, () -> pump.hours);
  }

  private void filter(String station, int at) {
    tag(station, "flow", 1, 1, () -> produced() / FILTERS + noise(0.5));
    tag(station, "head-loss", 0.02, 2, () -> 0.4 + fouling[at] + noise(0.01));
    tag(station, "turbidity-out", 0.01, 3, () -> 0.05 + fouling[at] * 0.08 + noise(0.004));
    tag(station, "backwash", 0.5, 0, () -> fouling[at] < 0.02 ? 1 : 0);
    tag(station, "valve-in", 1, 0, () -> fouling[at] < 0.02 ? 0 : 100);
    tag(station, "valve-out", 1, 0, () -> fouling[at] < 0.02 ? 0 : 92);
  }

  private void dosing() {
    tag("dosing", "chlorine-residual", 0.01, 3, () -> chlorine + noise(0.004));
    tag("dosing", "chlorine-pump-rate", 0.3, 1, () -> produced() * 0.011 + noise(0.1));
    tag("dosing", "flocculant-rate", 0.3, 1, () -> turbidity * 3.1 + noise(0.1));
    tag("dosing", "ph", 0.02, 2, () -> 7.35 + noise(0.015));
    tag("dosing", "conductivity", 2, 0, () -> 412 + noise(1.5));
    tag("dosing", "temperature", 0.1, 1, () -> 11.4 + Math.sin(time / DAY * 2 * Math.PI) * 0.4);
  }

  private void reservoir(String station, int at) {
    tag(station, "level", 0.005, 3, () -> levels[at] + noise(0.001));
    tag(station, "volume", 2, 0, () -> levels[at] * RESERVOIR_CUBIC_METRES / 4);
    tag(station, "inflow", 1, 1, () -> produced() / RESERVOIRS + noise(0.4));
    tag(station, "outflow", 1, 1, () -> demand / RESERVOIRS + noise(0.4));
    tag(station, "hatch", 0.5, 0, () -> 0);
  }

  private void zone(String station, int at) {
    tag(station, "pressure", 0.02, 2, () -> 4.6 - demand / 3_000 + at * 0.07 + noise(0.01));
    tag(station, "flow", 0.8, 1, () -> demand / ZONES * (0.8 + at * 0.035) + noise(0.4));
    tag(station, "residual-chlorine", 0.01, 3, () -> chlorine * 0.7 + noise(0.004));
  }

  private double noise(double size) {
    return random.nextGaussian() * size;
  }

  /** m³/h that come in. */
  private double produced() {
    double flow = 0;
    for (Pump pump : wells) {
      flow += pump.flow();
    }
    for (Pump pump : intake) {
      flow += pump.flow();
    }
    return flow;
  }

  /** How many tags it has. */
  int tagCount() {
    return tags.size();
  }

  /** Goes on by so many seconds of ours, and says what is to be published. */
  List<Reading> step(double seconds) {
    double simulated = seconds * PACE;
    time += simulated;
    double hour = time % DAY / 3_600;
    // Two peaks, at breakfast and in the evening, over a quiet night.
    demand =
        620
            + 560 * Math.exp(-Math.pow((hour - 7.5) / 2, 2))
            + 480 * Math.exp(-Math.pow((hour - 19) / 2.5, 2))
            + noise(4);
    turbidity = Math.clamp(turbidity + noise(0.02), 0.8, 9);
    chlorine += (0.32 - chlorine) * 0.05 + noise(0.001);
    control();
    for (Pump pump : wells) {
      pump.step(simulated);
    }
    for (Pump pump : intake) {
      pump.step(simulated);
    }
    for (Pump pump : boosters) {
      pump.step(simulated);
    }
    for (int i = 0; i < FILTERS; i++) {
      fouling[i] += simulated / DAY * (0.7 + i * 0.04);
      fouling[i] = fouling[i] > 0.9 ? 0 : fouling[i];
    }
    double hours = simulated / 3_600;
    for (int i = 0; i < RESERVOIRS; i++) {
      double change = (produced() - demand) / RESERVOIRS * hours;
      levels[i] = Math.clamp(levels[i] + change / (RESERVOIR_CUBIC_METRES / 4), 0.2, 4);
    }
    return readings();
  }

  /** Reservoirs call for water between two levels; zones for pressure by their demand. */
  private void control() {
    for (int i = 0; i < WELLS; i++) {
      double level = levels[i % RESERVOIRS];
      wells[i].wanted = level < 3 ? 100 : level > 3.7 ? 0 : wells[i].wanted;
    }
    for (int i = 0; i < INTAKE_PUMPS; i++) {
      double level = levels[i % RESERVOIRS];
      intake[i].wanted = level < 2.7 + i * 0.2 ? 85 : level > 3.8 ? 0 : intake[i].wanted;
    }
    for (int i = 0; i < boosters.length; i++) {
      double share = demand / (BOOSTERS * 160.0) - i % BOOSTER_PUMPS;
      boosters[i].wanted = Math.clamp(share * 100, 0, 100);
    }
  }

  private List<Reading> readings() {
    List<Reading> all = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      Reading reading = tags.get(i).at(values.get(i).getAsDouble(), QUIET_STEPS_MAX);
      if (reading != null) {
        all.add(reading);
      }
    }
    return all;
  }
}
