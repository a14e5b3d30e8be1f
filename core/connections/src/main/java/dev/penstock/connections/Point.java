package dev.penstock.connections;

import dev.penstock.points.Scaling;
import org.jspecify.annotations.Nullable;

/**
 * One point of a device.
 *
 * @param name by which records know it
 * @param unit of its values, UCUM or what people say; empty for none
 * @param description for people; empty for none
 */
public record Point(String name, Origin origin, Band band, String unit, String description) {
  public Point {
    Texts.require("name", Texts.faultOfPoint(name));
    Texts.require("unit", Texts.faultOfLine(unit, 0, Bounds.UNIT_CHARS_MAX));
    Texts.require("description", Texts.faultOfLine(description, 0, Bounds.DESCRIPTION_CHARS_MAX));
    boolean isScaled = origin instanceof Origin.Read read && read.scaling() != null;
    if (band.isPercent() && !isScaled) {
      throw new IllegalArgumentException(name + ": a deadband in percent needs a scaling");
    }
  }

  /** How its raw values are scaled; null where they are not. */
  public @Nullable Scaling scaling() {
    return switch (origin) {
      case Origin.Read read -> read.scaling();
      case Origin.Derived _ -> null;
    };
  }

  /** Whether it may be written at all. */
  public boolean isWritable() {
    return origin instanceof Origin.Read read && read.writing() != null;
  }
}
