package dev.penstock.testkit;

import java.util.Objects;

/**
 * The seed of a random test, printed with every failure, and taken back by {@code
 * -Dpenstock.seed=N}. Otherwise fresh for each JVM; or what {@code PENSTOCK_SEED} says, so that a
 * whole run over one state of the source can be repeated.
 */
public final class Seed {
  private static final long VALUE = fromPropertyOr(System.nanoTime());

  private Seed() {}

  public static long value() {
    return VALUE;
  }

  /** What to add to a failure message so that somebody can run it again. */
  public static String describe() {
    return "run again with -Dpenstock.seed=" + VALUE;
  }

  private static long fromPropertyOr(long fresh) {
    String given = System.getProperty("penstock.seed", "");
    if (given.isBlank()) {
      given = Objects.requireNonNullElse(System.getenv("PENSTOCK_SEED"), "");
    }
    return given.isBlank() ? fresh : Long.parseLong(given.strip());
  }
}
