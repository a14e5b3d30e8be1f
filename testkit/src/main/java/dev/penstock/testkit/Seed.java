package dev.penstock.testkit;

/**
 * The seed of a random test. Fresh for each JVM, printed with every failure, and taken back by
 * {@code -Dpenstock.seed=N}.
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
    return given.isBlank() ? fresh : Long.parseLong(given.strip());
  }
}
