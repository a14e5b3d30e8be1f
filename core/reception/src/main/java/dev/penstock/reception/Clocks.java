package dev.penstock.reception;

import dev.penstock.access.Moment;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Both clocks of the machine. */
record Clocks(InstantSource wall, LongSupplier ticks) {
  Moment now() {
    return new Moment(wall.instant(), ticks.getAsLong());
  }
}
