package dev.penstock.framesmodbus.point;

import dev.penstock.evidence.record.Scalar;
import dev.penstock.framesmodbus.Bits;
import dev.penstock.framesmodbus.Limits;
import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Words;
import dev.penstock.framesmodbus.point.Reading.Good;
import dev.penstock.framesmodbus.point.Reading.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Makes values of registers, and registers of values. */
public final class PointCodec {
  private static final String LOOK_AT_TYPE =
      "compare type, order and address with the device's manual";

  private PointCodec() {}

  /** The value of a point in a table of bits, whose bit stands at {@code at}. */
  public static Scalar decode(Bits bits, int at) {
    return new Scalar.Bool(bits.at(at));
  }

  /** The value of a point in a table of registers, whose first register stands at {@code at}. */
  public static Reading<Scalar> decode(Point point, Words words, int at) {
    Objects.checkFromIndexSize(at, point.type().count(), words.count());
    return switch (point.type()) {
      case DataType.Bool() -> {
        Integer bit = point.address().bit();
        if (bit == null) {
          throw new IllegalArgumentException(point.address().text() + " is in a table of bits");
        }
        yield new Good<>(new Scalar.Bool((words.at(at) >> bit & 1) != 0));
      }
      case DataType.Numeric(var type, var order) -> number(type, raw(type, order, words, at));
      case DataType.Text text -> text(text, words, at);
    };
  }

  /** The bits of a number, the highest first. */
  private static long raw(NumberType type, WordOrder order, Words words, int at) {
    int count = type.registerCount();
    long raw = 0;
    for (int i = 0; i < 2 * count; i++) {
      raw = raw << 8 | words.byteAt(2 * at + order.place(i, count));
    }
    return raw;
  }

  private static Reading<Scalar> number(NumberType type, long raw) {
    return switch (type) {
      case INT16 -> new Good<>(new Scalar.Whole((short) raw));
      case INT32 -> new Good<>(new Scalar.Whole((int) raw));
      case UINT16, UINT32, INT64 -> new Good<>(new Scalar.Whole(raw));
      case UINT64 -> new Good<>(raw < 0 ? new Scalar.Large(raw) : new Scalar.Whole(raw));
      case FLOAT32 -> new Good<>(new Scalar.Real(Float.intBitsToFloat((int) raw)));
      case FLOAT64 -> new Good<>(new Scalar.Real(Double.longBitsToDouble(raw)));
      case BCD16, BCD32 -> decimal(type, raw);
    };
  }

  private static Reading<Scalar> decimal(NumberType type, long raw) {
    long value = 0;
    for (int shift = 16 * type.registerCount() - 4; shift >= 0; shift -= 4) {
      long digit = raw >> shift & 0xf;
      if (digit > 9) {
        return new Refused<>(
            0,
            "0x" + Long.toHexString(raw) + " is no " + type.text() + ", each digit must be 0..9",
            LOOK_AT_TYPE);
      }
      value = 10 * value + digit;
    }
    return new Good<>(new Scalar.Whole(value));
  }

  private static Reading<Scalar> text(DataType.Text type, Words words, int at) {
    var text = new StringBuilder(type.lengthBytes());
    for (int i = 0; i < type.lengthBytes(); i++) {
      int next = words.byteAt(2 * at + type.order().place(i, type.count()));
      if (next == 0) {
        break; // what stands behind it is left over from a longer text
      }
      if (!isCharacter(next)) {
        return new Refused<>(
            i / 2, "byte " + i + " of a string is " + next + ", which is no ASCII", LOOK_AT_TYPE);
      }
      text.append((char) next);
    }
    return new Good<>(new Scalar.Text(text.toString()));
  }

  private static boolean isCharacter(int value) {
    return (value >= ' ' && value < 0x7f) || value == '\t' || value == '\n' || value == '\r';
  }

  /** A value as registers of a type. */
  public static Reading<Words> encode(DataType type, Scalar value) {
    return switch (type) {
      case DataType.Bool() -> unfit(value, "bool", "a single bit has no registers");
      case DataType.Numeric(var number, var order) ->
          raw(number, value).then(raw -> new Good<>(placed(number, order, raw)));
      case DataType.Text text -> textWords(text, value);
    };
  }

  private static Words placed(NumberType type, WordOrder order, long raw) {
    int count = type.registerCount();
    byte[] bytes = new byte[2 * count];
    for (int i = 0; i < bytes.length; i++) {
      bytes[order.place(i, count)] = (byte) (raw >> (8 * (bytes.length - 1 - i)));
    }
    return Words.ofBytes(bytes);
  }

  private static Reading<Long> raw(NumberType type, Scalar value) {
    return switch (type) {
      case INT16 -> whole(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
      case UINT16 -> whole(type, value, 0, 0xffff);
      case INT32 -> whole(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case UINT32 -> whole(type, value, 0, 0xffff_ffffL);
      case INT64 -> whole(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
      case UINT64 ->
          value instanceof Scalar.Large(var bits)
              ? new Good<>(bits)
              : whole(type, value, 0, Long.MAX_VALUE);
      case FLOAT32, FLOAT64 -> real(type, value);
      case BCD16 -> whole(type, value, 0, 9_999).then(PointCodec::digits);
      case BCD32 -> whole(type, value, 0, 99_999_999).then(PointCodec::digits);
    };
  }

  private static Reading<Long> whole(NumberType type, Scalar value, long from, long to) {
    if (!(value instanceof Scalar.Whole(var whole))) {
      return unfit(value, type.text(), "give a whole number");
    }
    return whole >= from && whole <= to
        ? new Good<>(whole)
        : new Refused<>(
            0,
            whole + " is no " + type.text() + ", must be " + from + ".." + to,
            "give a number in that range");
  }

  private static Reading<Long> digits(long value) {
    long raw = 0;
    long left = value;
    for (int shift = 0; left > 0; shift += 4) {
      raw |= left % 10 << shift;
      left /= 10;
    }
    return new Good<>(raw);
  }

  private static Reading<Long> real(NumberType type, Scalar value) {
    double real;
    switch (value) {
      case Scalar.Real(var number) -> real = number;
      case Scalar.Whole(var number) when (long) (double) number == number -> real = number;
      default -> {
        return unfit(value, type.text(), "give a number that it can hold");
      }
    }
    if (type == NumberType.FLOAT64) {
      return new Good<>(Double.doubleToRawLongBits(real));
    }
    float narrow = (float) real;
    return Float.isInfinite(narrow) && !Double.isInfinite(real)
        ? new Refused<>(
            0,
            real + " is no float32, at most " + Float.MAX_VALUE + " either side of 0",
            "give a number in that range")
        : new Good<>(Float.floatToRawIntBits(narrow) & 0xffff_ffffL);
  }

  private static Reading<Words> textWords(DataType.Text type, Scalar value) {
    if (!(value instanceof Scalar.Text(var text))) {
      return unfit(value, type.text(), "give a text");
    }
    if (text.length() > type.lengthBytes()) {
      return new Refused<>(
          0,
          "a text of " + text.length() + " characters is no " + type.text(),
          "give " + type.lengthBytes() + " characters at most");
    }
    byte[] characters = text.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[2 * type.count()];
    for (int i = 0; i < text.length(); i++) {
      if (!isCharacter(text.charAt(i))) {
        return new Refused<>(
            i / 2, "character " + i + " of a text is no ASCII", "give letters, digits and signs");
      }
      bytes[type.order().place(i, type.count())] = characters[i];
    }
    return new Good<>(Words.ofBytes(bytes));
  }

  /**
   * What writes a value to a point: function code 5 for a coil, 22 for a bit of a register, 6 for
   * one register, 16 for more.
   */
  public static Reading<Request> write(Point point, Scalar value) {
    PointAddress address = point.address();
    if (!address.table().isWritable()) {
      return new Refused<>(
          0, address.text() + " is an input, and can only be read", "write to its output instead");
    }
    if (point.type() instanceof DataType.Bool) {
      if (!(value instanceof Scalar.Bool(var isOn))) {
        return unfit(value, "bool", "give true or false");
      }
      Integer bit = address.bit();
      if (bit == null) {
        return new Good<>(new Request.WriteSingleCoil(address.address(), isOn));
      }
      int mask = 1 << bit;
      return new Good<>(
          new Request.MaskWriteRegister(address.address(), ~mask & 0xffff, isOn ? mask : 0));
    }
    if (point.type().count() > Limits.WRITE_REGISTERS_MAX) {
      return new Refused<>(
          0,
          point.type().text() + " has " + point.type().count() + " registers, 123 can be written",
          "write it in two points");
    }
    return encode(point.type(), value)
        .then(words ->
            new Good<>(
                words.count() == 1
                    ? new Request.WriteSingleRegister(address.address(), words.at(0))
                    : new Request.WriteMultipleRegisters(address.address(), words)));
  }

  private static <T> Reading<T> unfit(Scalar value, String type, String remedy) {
    return new Refused<>(0, kindOf(value) + " cannot be " + type, remedy);
  }

  private static String kindOf(Scalar value) {
    return switch (value) {
      case Scalar.None _ -> "nothing";
      case Scalar.Bool _ -> "a truth value";
      case Scalar.Whole _, Scalar.Large _ -> "a whole number";
      case Scalar.Real _ -> "a floating-point number";
      case Scalar.Text _ -> "a text";
      case Scalar.Bytes _ -> "a byte string";
      case Scalar.Decimal _ -> "a decimal number";
    };
  }
}
