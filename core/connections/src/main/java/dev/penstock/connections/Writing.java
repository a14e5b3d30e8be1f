package dev.penstock.connections;

import org.jspecify.annotations.Nullable;

/**
 * That a point may be written, and between which values, in engineering units; a policy says who
 * may.
 *
 * @param low null for no such limit
 * @param high null for no such limit
 */
public record Writing(@Nullable Double low, @Nullable Double high) {
  /** Any value may be written. */
  public static final Writing ANY = new Writing(null, null);

  public Writing {
    boolean isFinite =
        (low == null || Double.isFinite(low)) && (high == null || Double.isFinite(high));
    if (!isFinite || (low != null && high != null && low > high)) {
      throw new IllegalArgumentException("limits are " + low + ".." + high);
    }
  }

  /** Whether the value lies within the limits; false for what is no number. */
  public boolean allows(double value) {
    return (low == null || value >= low) && (high == null || value <= high) && !Double.isNaN(value);
  }
}
