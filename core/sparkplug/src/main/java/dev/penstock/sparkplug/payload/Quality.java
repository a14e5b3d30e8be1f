package dev.penstock.sparkplug.payload;

import java.util.Optional;

/** How good a value is, in the three words Sparkplug has for it (Sparkplug 3.0 §6.4.9.1). */
public enum Quality {
  BAD(0),
  GOOD(192),
  STALE(500);

  /** The key of the property that says it. */
  public static final String KEY = "Quality";

  /** OPC UA Part 4 §7.39.1: the two highest bits of a status say good, uncertain or bad. */
  private static final int SEVERITY_SHIFT = 30;

  private final int code;

  Quality(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * The quality for a status of OPC UA. What OPC UA calls uncertain is a value that was right once
   * or is nearly right; of Sparkplug's words that is stale, since nobody may take it for good.
   *
   * @param status 32 bits without sign
   */
  public static Quality ofStatus(long status) {
    if (status < 0 || status > 0xffff_ffffL) {
      throw new IllegalArgumentException("status is " + status + ", must have 32 bits");
    }
    return switch ((int) (status >>> SEVERITY_SHIFT)) {
      case 0 -> GOOD;
      case 1 -> STALE;
      default -> BAD;
    };
  }

  /** The property that says it: an Int32. */
  public PropertySet.Property property() {
    return PropertySet.Property.of(KEY, DataType.INT32, new Value.Bits32(code));
  }

  /** What a metric's properties say; good where they say nothing, empty for another number. */
  public static Optional<Quality> of(PropertySet properties) {
    Optional<PropertySet.Property> said = properties.get(KEY);
    if (said.isEmpty()) {
      return Optional.of(GOOD);
    }
    if (!(said.get().value() instanceof Value.Bits32(int bits))) {
      return Optional.empty();
    }
    for (Quality each : values()) {
      if (each.code == bits) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
