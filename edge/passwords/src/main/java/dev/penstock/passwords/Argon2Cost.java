package dev.penstock.passwords;

/**
 * What each guess of a password costs (RFC 9106 Argon2id).
 *
 * @param memoryKib memory of one guess
 * @param passes over the memory
 * @param lanes how many threads an attacker must use to be fastest; we use one
 */
public record Argon2Cost(int memoryKib, int passes, int lanes) {
  /** As many of these as there are hashings at once must fit beside a node on a small gateway. */
  private static final int MEMORY_KIB_MAX = 64 * 1024;

  private static final int PASSES_MAX = 32;
  private static final int LANES_MAX = 16;

  /**
   * For passwords at a door where people wait: 19 MiB, 2 passes, 1 lane, the least that OWASP's
   * password storage cheat sheet takes for Argon2id. Decision 0155 says why not more.
   */
  public static final Argon2Cost USUAL = new Argon2Cost(19 * 1024, 2, 1);

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
