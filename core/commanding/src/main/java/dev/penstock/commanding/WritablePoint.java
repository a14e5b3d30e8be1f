package dev.penstock.commanding;

import dev.penstock.conduit.Target;
import dev.penstock.driving.Intended;
import dev.penstock.driving.PointSpec;
import dev.penstock.driving.Setting;
import dev.penstock.driving.WriteOutcome;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import dev.penstock.points.Scaling;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A point that can be commanded, and the way to it.
 *
 * @param zone of the device
 * @param endpoint the device, in records
 * @param definition of the device's settings and of the point: another one is another point,
 *     whatever its name
 * @param target what the point is to a policy
 * @param scaling empty where the device holds engineering units
 * @param isWhole whether the device holds whole numbers only
 * @param limits empty for a point that is not written
 */
public record WritablePoint(
    String zone,
    String protocol,
    String endpoint,
    Digest definition,
    PointSpec spec,
    Target target,
    Optional<Scaling> scaling,
    boolean isWhole,
    Optional<Limits> limits,
    Wording wording,
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
      return holds(value, 0);
    }

    /**
     * A whole number as it is, and the limits as they are written: beyond 2^53 the double next to
     * the number may lie within, and the number not.
     */
    boolean holds(BigDecimal value) {
      return (low == null || value.compareTo(BigDecimal.valueOf(low)) >= 0)
          && (high == null || value.compareTo(BigDecimal.valueOf(high)) <= 0);
    }

    /** Where a value may be a little off, for it was rounded. */
    boolean holds(double value, double by) {
      return (low == null || value >= low - by) && (high == null || value <= high + by);
    }
  }

  /** What a write is to a policy. */
  @FunctionalInterface
  public interface Wording {
    /** What {@link Way#write} would ask of the device for this setting. */
    Intended of(Setting setting);
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
    Objects.requireNonNull(definition, "definition");
    Objects.requireNonNull(wording, "wording");
    Objects.requireNonNull(way, "way");
  }

  /** What giving it this value would ask of the device. */
  Intended intended(Scalar raw) {
    return wording.of(new Setting(spec, raw));
  }
}
