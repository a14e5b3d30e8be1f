package dev.penstock.connections;

import dev.penstock.points.Expression;
import dev.penstock.points.Scaling;
import org.jspecify.annotations.Nullable;

/** Where the values of a point come from. */
public sealed interface Origin {
  /**
   * Read from the device.
   *
   * @param address in the driver's words
   * @param type in the driver's words; empty where the device knows
   * @param rate the name of one of the device's rates
   * @param scaling null for values as the device has them
   * @param writing null for a point that is not written
   */
  record Read(
      String address,
      String type,
      String rate,
      @Nullable Scaling scaling,
      @Nullable Writing writing)
      implements Origin {
    public Read {
      Texts.require("address", Texts.faultOfLine(address, 1, Bounds.ADDRESS_CHARS_MAX));
      Texts.require("type", Texts.faultOfLine(type, 0, Bounds.TYPE_CHARS_MAX));
      Texts.require("rate", Texts.faultOfWord(rate));
    }
  }

  /** Made of other points of the same device, whenever one of them is told. */
  record Derived(Expression expression) implements Origin {}
}
