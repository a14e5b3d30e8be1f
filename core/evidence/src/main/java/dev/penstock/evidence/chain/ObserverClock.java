package dev.penstock.evidence.chain;

import java.util.List;

/** Keeps an observer's two clocks apart, and tells when the one for people was set. */
final class ObserverClock {
  /** Beside a steady one a wall clock that is disciplined moves by less than this part of it. */
  private static final long SLEW_PART = 1_000;

  /** Smaller steps are what a clock that is being disciplined does. */
  private static final long STEP_NANOS = 1_000_000_000L;

  /** More steps in an hour are counted with the next that is told. */
  private static final int TOLD_MAX = 16;

  private static final long HOUR_NANOS = 3_600_000_000_000L;

  long wall = -1;
  long steady;
  long hour;
  int told;
  long steps;

  /** Notes the time of an event; what it shows of the clock. */
  List<Finding> take(ObserverEvent event) {
    if (event instanceof ObserverEvent.KeyAdmitted && event.at() == 0) {
      // The word of a reader of old events: it has no time.
      return List.of();
    }
    long passed = Math.max(0, event.steady() - steady);
    long step = wall < 0 ? 0 : event.at() - wall - passed;
    boolean isSet = wall >= 0 && Math.abs(step) > STEP_NANOS + passed / SLEW_PART;
    wall = event.at();
    steady = Math.max(steady, event.steady());
    return isSet ? told(step) : List.of();
  }

  private List<Finding> told(long step) {
    steps++;
    long thisHour = steady / HOUR_NANOS;
    if (thisHour > hour) {
      hour = thisHour;
      told = 0;
    }
    if (told == TOLD_MAX) {
      return List.of();
    }
    told++;
    return List.of(
        new Finding(
            FindingCode.CLOCK_BACK,
            FindingReason.OBSERVER,
            wall,
            "observer",
            null,
            -1,
            -1,
            -1,
            steps,
            List.of(),
            null,
            "by " + step + " ns"));
  }

  /** The wall clock at the newest event. */
  long wall() {
    return Math.max(0, wall);
  }

  /** The steady time at the newest event. */
  long steady() {
    return steady;
  }
}
