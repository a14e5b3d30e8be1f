package dev.penstock.demo.field;

import java.util.random.RandomGenerator;

/**
 * A line of treatment: two pumps lift raw water into a basin, two filters take it from there, and
 * chlorine is dosed into the tank behind them. Controllers hold the level, the flow and the
 * residual at their set points. One day passes in twelve minutes. Same random numbers, same works.
 * Not for several threads.
 */
final class Treatment {
  /** In mg/l: what the works starts with. */
  static final double CHLORINE_SET_POINT = 0.35;

  /** In mg/l: above it the controller stops the dosing by itself. */
  static final double TRIP_LIMIT = 0.80;

  /** Simulated seconds in one second. */
  private static final double PACE = 120;

  /** In seconds: the controllers look so often, and what they control is slower. */
  private static final double STEP = 5;

  private static final double HOUR = 3_600;
  private static final double DAY = 24 * HOUR;
  private static final double PUMP_FLOW_MAX = 420;
  private static final double BASIN_SQUARE_METRES = 350;
  private static final double BASIN_METRES = 6;
  private static final double TANK_CUBIC_METRES = 400;

  /** In mg/l: what the dosing pump at full stroke gives to the water. */
  private static final double DOSE_MAX = 1.5;

  /** In 1/s: what of the chlorine is used up. */
  private static final double DECAY = 5e-5;

  private static final double HEAD_LOSS_CLEAN = 0.4;
  private static final double HEAD_LOSS_MAX = 2.2;

  private final RandomGenerator random;
  private final double[] speed = {60, 40};
  private final double[] headLoss = {0.9, 1.6};
  private final double[] washing = new double[2];
  private double time = 6 * HOUR;
  private double level = 3.4;
  private double filtered = 520;
  private double chlorine = CHLORINE_SET_POINT;
  private double stroke = 27;
  private double summed = stroke;
  private boolean isTripped;

  // What masters may set.
  private double levelSetPoint = 3.5;
  private double flowSetPoint = 560;
  private double chlorineSetPoint = CHLORINE_SET_POINT;
  private double tripLimit = TRIP_LIMIT;
  private boolean isByHand;

  Treatment(RandomGenerator random) {
    this.random = random;
  }

  /** Goes on by so many seconds of ours. */
  void step(double seconds) {
    double left = seconds * PACE;
    while (left > 0) {
      double now = Math.min(STEP, left);
      time += now;
      lift(now);
      filter(now);
      dose(now);
      left -= now;
    }
  }

  /** More water is wanted than flows out as long as the basin is too low. */
  private void lift(double seconds) {
    double wanted = filtered + (levelSetPoint - level) * 500;
    for (int i = 0; i < speed.length; i++) {
      double share = Math.clamp(wanted / PUMP_FLOW_MAX - i, 0, 1) * 100;
      // A pump turns at a quarter of its speed, or not at all.
      double aim = share < 5 ? 0 : Math.max(25, share);
      speed[i] += Math.clamp(aim - speed[i], -seconds / 2, seconds / 2);
    }
    double change = (inflow() - filtered) / HOUR * seconds / BASIN_SQUARE_METRES;
    level = Math.clamp(level + change, 0, BASIN_METRES);
  }

  /**
   * The flow follows the set point, with less at night, and with one filter while one is washed.
   */
  private void filter(double seconds) {
    int working = 0;
    for (int i = 0; i < headLoss.length; i++) {
      if (washing[i] > 0) {
        washing[i] -= seconds;
        headLoss[i] = HEAD_LOSS_CLEAN;
      } else {
        working++;
        headLoss[i] += seconds / DAY * (0.9 + 0.3 * i) * filtered / 560;
        washing[i] = headLoss[i] > HEAD_LOSS_MAX && washing[1 - i] <= 0 ? 900 : 0;
      }
    }
    double daily = 1 + 0.12 * Math.sin((time % DAY / DAY - 0.3) * 2 * Math.PI);
    double share = working == 2 ? 1 : 0.7;
    double aim = level < 0.3 ? 0 : flowSetPoint * daily * share;
    filtered += (aim - filtered) * Math.min(1, seconds / 300);
  }

  /**
   * The tank is mixed well; the controller follows what it measures, and sums up what is missing.
   */
  private void dose(double seconds) {
    isTripped = isTripped ? chlorine > 0.9 * tripLimit : chlorine > tripLimit;
    double missing = chlorineSetPoint - chlorine;
    if (isTripped) {
      stroke = 0;
    } else if (isByHand) {
      stroke = 100;
    } else {
      summed = Math.clamp(summed + missing * 100 * seconds / 3_000, 0, 100);
      stroke = Math.clamp(summed + missing * 60, 0, 100);
    }
    double through = filtered / HOUR / TANK_CUBIC_METRES;
    double change = (stroke / 100 * DOSE_MAX - chlorine) * through - DECAY * chlorine;
    chlorine = Math.max(0, chlorine + change * seconds + random.nextGaussian() * 2e-5);
  }

  double inflow() {
    return (speed[0] + speed[1]) / 100 * PUMP_FLOW_MAX;
  }

  double outflow() {
    return filtered;
  }

  /** In m. */
  double level() {
    return level;
  }

  /** In per cent. */
  double speed(int pump) {
    return speed[pump];
  }

  /** In m. */
  double headLoss(int filter) {
    return headLoss[filter];
  }

  boolean isWashing(int filter) {
    return washing[filter] > 0;
  }

  /** In per cent: it opens the more the filters hold back. */
  double valve() {
    return Math.clamp(filtered / 10 + 12 * Math.max(headLoss[0], headLoss[1]), 0, 100);
  }

  /** In mg/l. */
  double chlorine() {
    return chlorine;
  }

  /** In per cent. */
  double stroke() {
    return stroke;
  }

  boolean isTripped() {
    return isTripped;
  }

  double levelSetPoint() {
    return levelSetPoint;
  }

  void levelSetPoint(double metres) {
    levelSetPoint = metres;
  }

  double flowSetPoint() {
    return flowSetPoint;
  }

  void flowSetPoint(double cubicMetresPerHour) {
    flowSetPoint = cubicMetresPerHour;
  }

  double chlorineSetPoint() {
    return chlorineSetPoint;
  }

  void chlorineSetPoint(double milligramsPerLitre) {
    chlorineSetPoint = milligramsPerLitre;
  }

  double tripLimit() {
    return tripLimit;
  }

  void tripLimit(double milligramsPerLitre) {
    tripLimit = milligramsPerLitre;
  }

  boolean isByHand() {
    return isByHand;
  }

  void isByHand(boolean is) {
    isByHand = is;
  }
}
