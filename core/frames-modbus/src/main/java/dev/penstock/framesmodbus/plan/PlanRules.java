package dev.penstock.framesmodbus.plan;

import dev.penstock.framesmodbus.Limits;
import java.util.List;

/**
 * What one request may ask for.
 *
 * @param bitsMax coils or discrete inputs in one request, 1..2000
 * @param registersMax registers in one request, 1..125; many devices give fewer
 * @param bitsBetweenMax how many bits that nobody wants are read along to save a request
 * @param registersBetweenMax how many registers that nobody wants are read along; 0 where reading
 *     one has an effect
 * @param holes what must never be asked for
 */
public record PlanRules(
    int bitsMax, int registersMax, int bitsBetweenMax, int registersBetweenMax, List<Hole> holes) {
  /** So that a plan's check against them stays cheap. */
  public static final int HOLES_MAX = 10_000;

  /**
   * As much as the standard allows, and a few that nobody wants, where they cost less than the
   * frame of one more request.
   */
  public static final PlanRules STANDARD =
      new PlanRules(Limits.READ_BITS_MAX, Limits.READ_REGISTERS_MAX, 64, 8, List.of());

  public PlanRules {
    requireRange("bitsMax", bitsMax, 1, Limits.READ_BITS_MAX);
    requireRange("registersMax", registersMax, 1, Limits.READ_REGISTERS_MAX);
    requireRange("bitsBetweenMax", bitsBetweenMax, 0, Limits.READ_BITS_MAX);
    requireRange("registersBetweenMax", registersBetweenMax, 0, Limits.READ_REGISTERS_MAX);
    requireRange("holes", holes.size(), 0, HOLES_MAX);
    holes = List.copyOf(holes);
  }

  private static void requireRange(String what, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(what + " is " + value + ", must be " + from + ".." + to);
    }
  }
}
