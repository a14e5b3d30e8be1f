package dev.penstock.flow.intake;

/**
 * How much a listener remembers of topics, so that a flood of new ones costs no memory.
 *
 * @param sources sources with a name of their own
 * @param topics topics with a point of their own; each costs about 300 bytes of memory
 */
public record NamingLimits(int sources, int topics) {
  /** Enough for a plant with 50,000 tags; 15 MB at most. */
  public static final NamingLimits DEFAULT = new NamingLimits(1_000, 50_000);

  private static final int SOURCES_MAX = 100_000;
  private static final int TOPICS_MAX = 1_000_000;

  public NamingLimits {
    mustBeIn("sources", sources, SOURCES_MAX);
    mustBeIn("topics", topics, TOPICS_MAX);
  }

  private static void mustBeIn(String name, int value, int max) {
    if (value < 1 || value > max) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1.." + max);
    }
  }
}
