package dev.penstock.sparkplug.payload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Named values about a metric (Sparkplug 3.0 §6.4.8). Keys and values stand in two lists in a
 * payload; held together here, they cannot differ in number.
 */
public record PropertySet(List<Property> properties) implements Value.Structure {
  /** No properties; a payload says nothing then. */
  public static final PropertySet EMPTY = new PropertySet(List.of());

  /** One property. */
  public record Property(
      String key, @Nullable Integer typeCode, boolean isNull, @Nullable Value value) {
    public Property {
      Texts.mustBeUtf8("key", key);
      if (value instanceof DataSet || value instanceof Template || value instanceof Value.Bytes) {
        throw new IllegalArgumentException("a property has no bytes, data set or template: " + key);
      }
    }

    public static Property of(String key, DataType type, Value value) {
      return new Property(key, type.code(), false, value);
    }
  }

  /** Several sets, as a property can hold them (Sparkplug 3.0 §6.4.10). */
  public record Several(List<PropertySet> sets) implements Value.Structure {
    public Several {
      sets = List.copyOf(sets);
    }
  }

  public PropertySet {
    properties = List.copyOf(properties);
  }

  /** The first property of a key. */
  public Optional<Property> get(String key) {
    return properties.stream().filter(each -> each.key().equals(key)).findFirst();
  }

  /** The same with one more at the end. */
  public PropertySet and(Property more) {
    List<Property> all = new ArrayList<>(properties);
    boolean _ = all.add(more);
    return new PropertySet(all);
  }
}
