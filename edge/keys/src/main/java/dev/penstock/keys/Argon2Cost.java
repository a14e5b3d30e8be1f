package dev.penstock.keys;

/**
 * What each guess of a passphrase costs (RFC 9106 Argon2id).
 *
 * @param memoryKib memory of one guess
 * @param passes over the memory
 * @param lanes how many threads an attacker must use to be fastest; we use one
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /** A quarter of a GiB: a file that asks for more would stop a small gateway from starting. */
  private static final int MEMORY_KIB_MAX = 256 * 1024;

  private static final int PASSES_MAX = 32;
  private static final int LANES_MAX = 16;

  /**
   * For what people choose. RFC 9106 §4, the second recommended option: 64 MiB, 3 passes, 4 lanes.
   */
  public static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

  /**
   * For secrets of 128 bits or more that a machine made: nobody can guess them at any cost, so no
   * cost protects them better, and an unattended node shall start quickly.
   */
  public static final Argon2Cost MACHINE_MADE = new Argon2Cost(64, 1, 1);

  public Argon2Cost {
    if (!isInRange(memoryKib, passes, lanes)) {
      throw new IllegalArgumentException(
          "Argon2id cost of " + memoryKib + " KiB, " + passes + " passes, " + lanes + " lanes");
    }
  }

  /** RFC 9106 §3.1, with upper limits of our own. */
  static boolean isInRange(int memoryKib, int passes, int lanes) {
    return lanes >= 1
        && lanes <= LANES_MAX
        && passes >= 1
        && passes <= PASSES_MAX
        && memoryKib >= 8 * lanes
        && memoryKib <= MEMORY_KIB_MAX;
  }
}
