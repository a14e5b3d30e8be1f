package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;

/**
 * A value as a payload carries it. What it means is said by a data type, which stands beside it in
 * a birth and nowhere near it in what follows; {@link ValueMapping} reads the two together.
 */
public sealed interface Value permits Value.Basic, Value.Bytes, Value.Structure {
  /** What metrics, properties, parameters and cells of data sets can all have. */
  sealed interface Basic extends Value {}

  /** Values that hold others. */
  sealed interface Structure extends Value
      permits DataSet, Template, PropertySet, PropertySet.Several {}

  /** A number of 32 bits, whatever its type makes of them. */
  record Bits32(int bits) implements Basic {}

  /** A number of 64 bits, whatever its type makes of them. */
  record Bits64(long bits) implements Basic {}

  record Float32(float value) implements Basic {}

  record Float64(double value) implements Basic {}

  record Flag(boolean value) implements Basic {}

  record Text(String value) implements Basic {
    public Text {
      Texts.mustBeUtf8("text", value);
    }
  }

  /** Bytes, a file, or the items of an array in a row. */
  record Bytes(ByteString value) implements Value {}
}
