package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of Sparkplug 3.0 §6.4.17 in their bytes: items in a row, the lowest byte first; truth
 * values in bits, the highest first, behind their number; texts each with a zero behind it. The
 * specification shows floating-point items the other way round in its examples and says in its text
 * what we do.
 */
final class PackedArray {
  private static final int COUNT_BYTES = 4;

  /** A truth value is a bit outside and an object here; more of them are no array of a plant. */
  private static final int ITEMS_MAX = 1 << 20;

  private PackedArray() {}

  static Mapped<Value> pack(DataType type, List<Scalar> scalars) {
    DataType item = type.item().orElse(null);
    if (item == null) {
      return new Mapped.Unfit<>("a value of " + type + " is never an array");
    }
    if (scalars.size() > ITEMS_MAX) {
      return new Mapped.Unfit<>("more than " + ITEMS_MAX + " items");
    }
    List<Value> items = new ArrayList<>();
    for (Scalar scalar : scalars) {
      switch (ValueMapping.toWire(item, new SampleValue.One(scalar))) {
        case Mapped.Fits<Value>(var value) -> {
          boolean _ = items.add(value);
        }
        case Mapped.Unfit<Value> unfit -> {
          return unfit;
        }
      }
    }
    byte[] bytes =
        switch (item) {
          case BOOLEAN -> flags(items);
          case STRING -> texts(items);
          default -> numbers(item, items);
        };
    return bytes == null
        ? new Mapped.Unfit<>("a text holds U+0000")
        : new Mapped.Fits<>(new Value.Bytes(ByteString.of(bytes)));
  }

  private static byte[] numbers(DataType item, List<Value> items) {
    byte[] bytes = new byte[items.size() * item.width()];
    int at = 0;
    for (Value value : items) {
      long bits =
          switch (value) {
            case Value.Bits32(int number) -> number;
            case Value.Bits64(long number) -> number;
            case Value.Float32(float number) -> Float.floatToRawIntBits(number);
            case Value.Float64(double number) -> Double.doubleToRawLongBits(number);
            case Value _ -> throw new IllegalStateException(item + " has no number");
          };
      for (int i = 0; i < item.width(); i++) {
        bytes[at++] = (byte) (bits >>> (8 * i));
      }
    }
    return bytes;
  }

  private static byte[] flags(List<Value> items) {
    byte[] bytes = new byte[COUNT_BYTES + (items.size() + 7) / 8];
    for (int i = 0; i < COUNT_BYTES; i++) {
      bytes[i] = (byte) (items.size() >>> (8 * i));
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Value.Flag(boolean flag) && flag) {
        bytes[COUNT_BYTES + i / 8] |= (byte) (0x80 >>> (i % 8));
      }
    }
    return bytes;
  }

  private static byte @Nullable [] texts(List<Value> items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Value value : items) {
      if (value instanceof Value.Text(var text)) {
        if (text.indexOf('\0') >= 0) {
          return null;
        }
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
      }
    }
    return out.toByteArray();
  }

  static Mapped<SampleValue> unpack(DataType type, byte[] bytes) {
    DataType item = type.item().orElseThrow();
    return switch (item) {
      case BOOLEAN -> flagsOf(bytes);
      case STRING -> textsOf(bytes);
      default -> numbersOf(item, bytes);
    };
  }

  private static Mapped<SampleValue> numbersOf(DataType item, byte[] bytes) {
    if (bytes.length % item.width() != 0) {
      return new Mapped.Unfit<>("an array of " + item + " ends inside an item");
    }
    if (bytes.length / item.width() > ITEMS_MAX) {
      return new Mapped.Unfit<>("more than " + ITEMS_MAX + " items");
    }
    List<Scalar> items = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += item.width()) {
      long bits = 0;
      for (int i = 0; i < item.width(); i++) {
        bits |= (bytes[at + i] & 0xffL) << (8 * i);
      }
      boolean _ = items.add(number(item, bits));
    }
    return new Mapped.Fits<>(new SampleValue.Many(items));
  }

  private static Scalar number(DataType item, long bits) {
    if (item == DataType.FLOAT) {
      return new Scalar.Real(Float.intBitsToFloat((int) bits));
    }
    if (item == DataType.DOUBLE) {
      return new Scalar.Real(Double.longBitsToDouble(bits));
    }
    int unused = Long.SIZE - 8 * item.width();
    if (item.isSigned()) {
      return new Scalar.Whole(bits << unused >> unused);
    }
    return bits < 0 ? new Scalar.Large(bits) : new Scalar.Whole(bits);
  }

  private static Mapped<SampleValue> flagsOf(byte[] bytes) {
    long count = 0;
    for (int i = 0; i < COUNT_BYTES && bytes.length >= COUNT_BYTES; i++) {
      count |= (bytes[i] & 0xffL) << (8 * i);
    }
    if (bytes.length < COUNT_BYTES || bytes.length - COUNT_BYTES != (count + 7) / 8) {
      return new Mapped.Unfit<>("an array of truth values has another size than it says");
    }
    if (count > ITEMS_MAX) {
      return new Mapped.Unfit<>("more than " + ITEMS_MAX + " items");
    }
    List<Scalar> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean isSet = (bytes[COUNT_BYTES + i / 8] & (0x80 >>> (i % 8))) != 0;
      boolean _ = items.add(new Scalar.Bool(isSet));
    }
    return new Mapped.Fits<>(new SampleValue.Many(items));
  }

  private static Mapped<SampleValue> textsOf(byte[] bytes) {
    if (bytes.length > 0 && bytes[bytes.length - 1] != 0) {
      return new Mapped.Unfit<>("an array of texts ends inside one");
    }
    List<Scalar> items = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != 0) {
        continue;
      }
      if (items.size() == ITEMS_MAX) {
        return new Mapped.Unfit<>("more than " + ITEMS_MAX + " items");
      }
      try {
        boolean _ =
            items.add(
                new Scalar.Text(
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, from, at - from))
                        .toString()));
      } catch (CharacterCodingException e) {
        return new Mapped.Unfit<>("a text is not UTF-8"); // the answer, for bytes from outside
      }
      from = at + 1;
    }
    return new Mapped.Fits<>(new SampleValue.Many(items));
  }
}
