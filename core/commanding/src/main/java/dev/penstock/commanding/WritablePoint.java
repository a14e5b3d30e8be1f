package dev.penstock.commanding;

import dev.penstock.conduit.Target;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.points.Scaling;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A point that can be commanded, and the way to it.
 *
 * @param zone of the device
 * @param endpoint the device, in records
 * @param target what the point is to a policy
 * @param scaling empty where the device holds engineering units
 * @param isWhole whether the device holds whole numbers only
 * @param limits empty for a point that is not written
 */
public record WritablePoint(
    String zone,
    String protocol,
    String endpoint,
    PointSpec spec,
    Target target,
    Optional<Scaling> scaling,
    boolean isWhole,
    Optional<Limits> limits,
    Way way) {
  /**
   * Between which values a point may be written, in engineering units.
   *
   * @param low null for no such limit
   * @param high null for no such limit
   */
  public record Limits(@Nullable Double low, @Nullable Double high) {
    /** Any value. */
    public static final Limits NONE = new Limits(null, null);

    boolean isLimited() {
      return low != null || high != null;
    }

    boolean holds(double value) {
      return (low == null || value >= low) && (high == null || value <= high);
    }
  }

  /** The link to a device. */
  @FunctionalInterface
  public interface Way {
    /**
     * Writes once; waits until it is known what came of it.
     *
     * @param within a write that waits longer than this is not sent
     */
    WriteOutcome write(Setting setting, Duration within) throws InterruptedException;
  }

  public WritablePoint {
    Objects.requireNonNull(spec, "spec");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(scaling, "scaling");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(way, "way");
  }
}
