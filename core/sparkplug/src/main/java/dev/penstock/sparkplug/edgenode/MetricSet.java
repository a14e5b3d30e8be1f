package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.OneName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** All metrics that a node or a device will ever report on in a session, in their order. */
public final class MetricSet {
  /** No metrics. */
  public static final MetricSet EMPTY = new MetricSet(List.of());

  /** A birth has them all in one message. */
  private static final int METRICS_MAX = 100_000;

  private final List<MetricDefinition> definitions;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final boolean isWritable;

  private MetricSet(List<MetricDefinition> definitions) {
    this.definitions = List.copyOf(definitions);
    for (int i = 0; i < definitions.size(); i++) {
      var _ = indexes.put(definitions.get(i).name(), i);
    }
    this.isWritable = definitions.stream().anyMatch(MetricDefinition::isWritable);
  }

  public static MetricSet of(List<MetricDefinition> definitions) {
    Optional<String> fault = fault(definitions);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
    return new MetricSet(definitions);
  }

  /**
   * Why these can be no set, for whoever described them: two names that are one for some hosts
   * (Sparkplug 3.0 §5.2, {@link OneName}), and two names are the node's own.
   */
  public static Optional<String> fault(List<MetricDefinition> definitions) {
    if (definitions.size() > METRICS_MAX) {
      return Optional.of("more than " + METRICS_MAX + " metrics");
    }
    Map<String, String> byName = new HashMap<>();
    for (String own : List.of(EdgeNode.BD_SEQ, EdgeNode.REBIRTH)) {
      var _ = byName.put(OneName.of(own), own);
    }
    for (MetricDefinition each : definitions) {
      String twin = byName.putIfAbsent(OneName.of(each.name()), each.name());
      if (twin != null) {
        return Optional.of(each.name() + " and " + twin + " are one name for some hosts");
      }
    }
    return Optional.empty();
  }

  public List<MetricDefinition> definitions() {
    return definitions;
  }

  public int count() {
    return definitions.size();
  }

  /** Where a metric stands; empty for a name that is not in the set. */
  public OptionalInt indexOf(String name) {
    Integer index = indexes.get(name);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** True when a host may ask for something to be written. */
  public boolean isWritable() {
    return isWritable;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MetricSet that && definitions.equals(that.definitions);
  }

  @Override
  public int hashCode() {
    return definitions.hashCode();
  }

  @Override
  public String toString() {
    return definitions.size() + " metrics";
  }
}
