package dev.penstock.sparkplug.payload;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One named value at one time (Sparkplug 3.0 §6.4.6).
 *
 * @param alias a number that stands for the name after a birth, 64 bits without sign
 * @param timestampMs when the value was captured, in milliseconds since 1970
 * @param typeCode the number of the data type; it may be one that we do not know
 * @param value none where it is null, or where nothing is said about it
 */
public record Metric(
    @Nullable String name,
    @Nullable Long alias,
    @Nullable Long timestampMs,
    @Nullable Integer typeCode,
    Marks marks,
    @Nullable MetaData metaData,
    PropertySet properties,
    @Nullable Value value) {
  /** What is said about a value beside what it is. */
  public record Marks(boolean isHistorical, boolean isTransient, boolean isNull) {
    /** Current, to be kept, and there. */
    public static final Marks NONE = new Marks(false, false, false);
  }

  public Metric {
    Texts.mustBeUtf8("name", name);
    if (value instanceof PropertySet || value instanceof PropertySet.Several) {
      throw new IllegalArgumentException("a metric has no properties as its value: " + name);
    }
  }

  /** A metric with a name, a time, a type and a value; a value of null is marked as such. */
  public static Metric of(String name, long timestampMs, DataType type, @Nullable Value value) {
    return new Metric(
        name,
        null,
        timestampMs,
        type.code(),
        new Marks(false, false, value == null),
        null,
        PropertySet.EMPTY,
        value);
  }

  /** The type, where there is one that we know. */
  public Optional<DataType> type() {
    Integer code = typeCode;
    return code == null ? Optional.empty() : DataType.of(code);
  }

  public Metric withAlias(long number) {
    return new Metric(name, number, timestampMs, typeCode, marks, metaData, properties, value);
  }

  /** The same by its alias alone, as it stands in data: without name and type. */
  public Metric byAlias(long number) {
    return new Metric(null, number, timestampMs, null, marks, metaData, properties, value);
  }

  /** The same by its name alone, as it stands in data where there are no aliases. */
  public Metric byName() {
    return new Metric(name, null, timestampMs, null, marks, metaData, properties, value);
  }

  public Metric withMarks(Marks other) {
    return new Metric(name, alias, timestampMs, typeCode, other, metaData, properties, value);
  }

  public Metric withProperties(PropertySet other) {
    return new Metric(name, alias, timestampMs, typeCode, marks, metaData, other, value);
  }
}
