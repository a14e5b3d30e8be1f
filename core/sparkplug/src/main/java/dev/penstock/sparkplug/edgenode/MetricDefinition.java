package dev.penstock.sparkplug.edgenode;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.PropertySet;
import dev.penstock.sparkplug.payload.Quality;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A metric as a birth announces it.
 *
 * @param isWritable a host may ask for another value
 * @param isTransient a host shall not keep its values
 * @param template of which an instance is, for that type; empty for all others
 * @param properties that stand in each birth beside its quality
 * @param members of an instance, by their names: what is said of them beside their values; those
 *     that are left out have no properties, and cannot be written
 */
public record MetricDefinition(
    String name,
    DataType type,
    boolean isWritable,
    boolean isTransient,
    Optional<String> template,
    PropertySet properties,
    Map<String, Member> members) {
  /**
   * A member of an instance of a template.
   *
   * @param isWritable a host may ask for another value
   * @param properties that stand in each birth beside its quality
   */
  public record Member(boolean isWritable, PropertySet properties) {
    public Member {
      mustBeProperties("a member", properties);
    }
  }

  private static final int NAME_BYTES_MAX = 4_096;

  public MetricDefinition {
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX) {
      throw new IllegalArgumentException("a name has 1.." + NAME_BYTES_MAX + " bytes");
    }
    if (!type.isOfMetric()) {
      throw new IllegalArgumentException("a metric is never a " + type);
    }
    if ((type == DataType.TEMPLATE) != template.isPresent()) {
      throw new IllegalArgumentException("a template is named for that type alone: " + name);
    }
    if (template.isEmpty() && !members.isEmpty()) {
      throw new IllegalArgumentException("what is no instance has no members: " + name);
    }
    members = Map.copyOf(members);
    mustBeProperties(name, properties);
  }

  /** A metric that is no instance, or one of whose members nothing is said. */
  public MetricDefinition(
      String name,
      DataType type,
      boolean isWritable,
      boolean isTransient,
      Optional<String> template,
      PropertySet properties) {
    this(name, type, isWritable, isTransient, template, properties, Map.of());
  }

  private static void mustBeProperties(String name, PropertySet properties) {
    if (properties.get(Quality.KEY).isPresent() || properties.get(Reading.RECORD_KEY).isPresent()) {
      throw new IllegalArgumentException("a property is one that each reading has: " + name);
    }
    if (!properties.properties().stream().allMatch(MetricDefinition::isTyped)) {
      throw new IllegalArgumentException("a property has no type that fits its value: " + name);
    }
  }

  private static boolean isTyped(PropertySet.Property property) {
    Integer code = property.typeCode();
    DataType type = code == null ? DataType.UNKNOWN : DataType.of(code).orElse(DataType.UNKNOWN);
    return switch (property.value()) {
      case null -> type.isBasic() && property.isNull();
      case PropertySet _ -> type == DataType.PROPERTY_SET;
      case PropertySet.Several _ -> type == DataType.PROPERTY_SET_LIST;
      case Value value -> type.isBasic() && ValueMapping.isOf(type, value);
    };
  }

  /** A metric that is read. */
  public static MetricDefinition readable(String name, DataType type) {
    return new MetricDefinition(name, type, false, false, Optional.empty(), PropertySet.EMPTY);
  }

  /** A metric that hosts may ask to be written. */
  public static MetricDefinition writable(String name, DataType type) {
    return new MetricDefinition(name, type, true, false, Optional.empty(), PropertySet.EMPTY);
  }

  /** A metric whose values are instances of a template. */
  public static MetricDefinition instance(String name, String template) {
    return new MetricDefinition(
        name, DataType.TEMPLATE, false, false, Optional.of(template), PropertySet.EMPTY);
  }

  /** The same; it can be written where one of its members can. */
  public static MetricDefinition instance(
      String name, String template, PropertySet properties, Map<String, Member> members) {
    return new MetricDefinition(
        name,
        DataType.TEMPLATE,
        members.values().stream().anyMatch(Member::isWritable),
        false,
        Optional.of(template),
        properties,
        members);
  }
}
