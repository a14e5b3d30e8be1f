package dev.penstock.connections.protocol;

import dev.penstock.connections.Origin;
import dev.penstock.connections.Point;
import dev.penstock.sparkplug.payload.DataType;
import java.util.Optional;

/** What points are to hosts of Sparkplug. */
public final class MetricTypes {
  private MetricTypes() {}

  /**
   * As the device has it, or a real number where it is scaled; what is derived may be anything.
   *
   * @param form of the protocol of the point's device
   */
  public static Optional<DataType> of(Point point, ProtocolForm form) {
    return switch (point.origin()) {
      case Origin.Derived _ -> Optional.empty();
      case Origin.Read read when read.scaling() != null -> Optional.of(DataType.DOUBLE);
      case Origin.Read read -> form.metricType(read.type());
    };
  }
}
