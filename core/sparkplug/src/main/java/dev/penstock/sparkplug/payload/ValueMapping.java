package dev.penstock.sparkplug.payload;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a value of ours is in a type of Sparkplug, and the way back. Whole numbers are never
 * changed: one that its type does not hold is unfit. A real number is rounded to the nearest that
 * its type holds. Signed types of up to 32 bits fill all 32 with their sign, as Sparkplug's own
 * libraries do; coming back, bits that were left at zero are taken as well.
 */
public final class ValueMapping {
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** Beyond it a double skips whole numbers. */
  private static final long DOUBLE_WHOLE_MAX = 1L << 53;

  private static final long FLOAT_WHOLE_MAX = 1L << 24;

  private ValueMapping() {}

  /** The type that holds every value of this kind; empty for what has none. */
  public static Optional<DataType> typeFor(SampleValue value) {
    return switch (value) {
      case SampleValue.One(var scalar) -> typeFor(scalar);
      case SampleValue.Payload _ -> Optional.of(DataType.BYTES);
      case SampleValue.Many _, SampleValue.Stored _ -> Optional.empty();
    };
  }

  private static Optional<DataType> typeFor(Scalar scalar) {
    return switch (scalar) {
      case Scalar.None _ -> Optional.empty();
      case Scalar.Bool _ -> Optional.of(DataType.BOOLEAN);
      case Scalar.Whole _ -> Optional.of(DataType.INT64);
      case Scalar.Large _ -> Optional.of(DataType.UINT64);
      case Scalar.Real _, Scalar.Decimal _ -> Optional.of(DataType.DOUBLE);
      case Scalar.Text _ -> Optional.of(DataType.STRING);
      case Scalar.Bytes _ -> Optional.of(DataType.BYTES);
    };
  }

  /** A value of ours as one of a type; a point without a value is null there, and none here. */
  public static Mapped<Value> toWire(DataType type, SampleValue value) {
    return switch (value) {
      case SampleValue.One(var scalar) -> ofScalar(type, scalar);
      case SampleValue.Many(var scalars) -> PackedArray.pack(type, scalars);
      case SampleValue.Payload payload -> ofScalar(type, new Scalar.Bytes(payload.bytes()));
      case SampleValue.Stored _ -> new Mapped.Unfit<>("its bytes are kept elsewhere");
    };
  }

  private static Mapped<Value> ofScalar(DataType type, Scalar scalar) {
    return switch (scalar) {
      case Scalar.None _ -> new Mapped.Unfit<>("there is no value");
      case Scalar.Bool(boolean flag) ->
          type == DataType.BOOLEAN ? fits(new Value.Flag(flag)) : other(type, "a truth value");
      case Scalar.Whole(long number) -> ofWhole(type, number);
      case Scalar.Large(long bits) ->
          type == DataType.UINT64 || type == DataType.DATE_TIME
              ? fits(new Value.Bits64(bits))
              : other(type, "a number above 2^63 - 1");
      case Scalar.Real(double number) -> ofReal(type, number);
      case Scalar.Decimal(int exponent, long mantissa) ->
          ofReal(type, new BigDecimal(BigInteger.valueOf(mantissa), -exponent).doubleValue());
      case Scalar.Text(var text) -> ofText(type, text);
      case Scalar.Bytes(var bytes) -> ofBytes(type, bytes);
    };
  }

  private static Mapped<Value> ofWhole(DataType type, long number) {
    return switch (type) {
      case INT8, INT16, INT32, UINT8, UINT16, UINT32 ->
          isWithin(type, number) ? fits(new Value.Bits32((int) number)) : beyond(type);
      case INT64 -> fits(new Value.Bits64(number));
      case UINT64, DATE_TIME -> number < 0 ? beyond(type) : fits(new Value.Bits64(number));
      case FLOAT ->
          isAtMost(FLOAT_WHOLE_MAX, number) ? fits(new Value.Float32(number)) : beyond(type);
      case DOUBLE ->
          isAtMost(DOUBLE_WHOLE_MAX, number) ? fits(new Value.Float64(number)) : beyond(type);
      case UNKNOWN,
          BOOLEAN,
          STRING,
          TEXT,
          UUID,
          DATA_SET,
          BYTES,
          FILE,
          TEMPLATE,
          PROPERTY_SET,
          PROPERTY_SET_LIST,
          INT8_ARRAY,
          INT16_ARRAY,
          INT32_ARRAY,
          INT64_ARRAY,
          UINT8_ARRAY,
          UINT16_ARRAY,
          UINT32_ARRAY,
          UINT64_ARRAY,
          FLOAT_ARRAY,
          DOUBLE_ARRAY,
          BOOLEAN_ARRAY,
          STRING_ARRAY,
          DATE_TIME_ARRAY ->
          other(type, "a whole number");
    };
  }

  private static boolean isAtMost(long max, long number) {
    return number >= -max && number <= max;
  }

  private static Mapped<Value> ofReal(DataType type, double number) {
    if (type == DataType.DOUBLE) {
      return fits(new Value.Float64(number));
    }
    if (type != DataType.FLOAT) {
      return other(type, "a real number");
    }
    float narrow = (float) number;
    return Float.isInfinite(narrow) && !Double.isInfinite(number)
        ? beyond(type)
        : fits(new Value.Float32(narrow));
  }

  private static Mapped<Value> ofText(DataType type, String text) {
    if (type.carrier() != DataType.Carrier.TEXT) {
      return other(type, "a text");
    }
    if (type == DataType.UUID && !UUID_FORM.matcher(text).matches()) {
      return new Mapped.Unfit<>("the text is no UUID");
    }
    return fits(new Value.Text(text));
  }

  private static Mapped<Value> ofBytes(DataType type, ByteString bytes) {
    return type == DataType.BYTES || type == DataType.FILE
        ? fits(new Value.Bytes(bytes))
        : other(type, "bytes");
  }

  /** A value from outside as one of ours. Tables and templates have no form of ours. */
  public static Mapped<SampleValue> fromWire(DataType type, Value value) {
    if (type.item().isPresent()) {
      return value instanceof Value.Bytes(var bytes)
          ? PackedArray.unpack(type, bytes.bytes())
          : unread(type);
    }
    return switch (type.carrier()) {
      case INT, LONG -> wholeFromWire(type, value);
      case FLOAT ->
          value instanceof Value.Float32(float number)
              ? read(new Scalar.Real(number))
              : unread(type);
      case DOUBLE ->
          value instanceof Value.Float64(double number)
              ? read(new Scalar.Real(number))
              : unread(type);
      case FLAG ->
          value instanceof Value.Flag(boolean flag) ? read(new Scalar.Bool(flag)) : unread(type);
      case TEXT ->
          value instanceof Value.Text(var text)
                  && (type != DataType.UUID || UUID_FORM.matcher(text).matches())
              ? read(new Scalar.Text(text))
              : unread(type);
      case BYTES ->
          value instanceof Value.Bytes(var bytes) ? read(new Scalar.Bytes(bytes)) : unread(type);
      case NONE, DATA_SET, TEMPLATE, PROPERTIES -> unread(type);
    };
  }

  /** Whether a value can stand where a type was announced. */
  public static boolean isOf(DataType type, Value value) {
    return switch (type.carrier()) {
      case DATA_SET -> value instanceof DataSet dataSet && isWhole(dataSet);
      case TEMPLATE -> value instanceof Template;
      case NONE, PROPERTIES -> false;
      case INT, LONG, FLOAT, DOUBLE, FLAG, TEXT, BYTES ->
          fromWire(type, value) instanceof Mapped.Fits;
    };
  }

  /** Columns have basic types, and cells what their column says. */
  private static boolean isWhole(DataSet dataSet) {
    List<DataType> types = new ArrayList<>();
    for (DataSet.Column column : dataSet.columns()) {
      Optional<DataType> type = DataType.of(column.typeCode()).filter(DataType::isBasic);
      if (type.isEmpty()) {
        return false;
      }
      boolean _ = types.add(type.get());
    }
    for (DataSet.Row row : dataSet.rows()) {
      for (int i = 0; i < types.size(); i++) {
        Value cell = row.cells().get(i).value();
        if (cell != null && !isOf(types.get(i), cell)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Some senders put an UInt32 into the field of 64 bits, so both fields are taken for each type as
   * long as the number is one of the type.
   */
  private static Mapped<SampleValue> wholeFromWire(DataType type, Value value) {
    if (type.width() == 8) {
      return switch (value) {
        case Value.Bits64(long bits) -> ofBits(type, bits);
        case Value.Bits32(int bits) ->
            ofBits(type, type.isSigned() ? bits : Integer.toUnsignedLong(bits));
        case Value _ -> unread(type);
      };
    }
    return switch (value) {
      case Value.Bits32(int bits) -> narrow(type, bits, Integer.toUnsignedLong(bits));
      case Value.Bits64(long bits) -> narrow(type, bits, bits);
      case Value _ -> unread(type);
    };
  }

  static Mapped<SampleValue> ofBits(DataType type, long bits) {
    return bits < 0 && !type.isSigned()
        ? read(new Scalar.Large(bits))
        : read(new Scalar.Whole(bits));
  }

  /**
   * @param signed the bits with the sign of the highest
   * @param unsigned the bits with zeros before them
   */
  private static Mapped<SampleValue> narrow(DataType type, long signed, long unsigned) {
    if (!type.isSigned()) {
      return isWithin(type, unsigned) ? read(new Scalar.Whole(unsigned)) : unread(type);
    }
    if (isWithin(type, signed)) {
      return read(new Scalar.Whole(signed));
    }
    int unused = Long.SIZE - 8 * type.width();
    boolean isZeroBefore = unsigned == unsigned << unused >>> unused;
    return isZeroBefore ? read(new Scalar.Whole(unsigned << unused >> unused)) : unread(type);
  }

  private static boolean isWithin(DataType type, long number) {
    int bits = 8 * type.width();
    return type.isSigned()
        ? number >= -(1L << (bits - 1)) && number < 1L << (bits - 1)
        : number >= 0 && number < 1L << bits;
  }

  private static Mapped<Value> fits(Value value) {
    return new Mapped.Fits<>(value);
  }

  private static Mapped<SampleValue> read(Scalar scalar) {
    return new Mapped.Fits<>(new SampleValue.One(scalar));
  }

  private static Mapped<Value> beyond(DataType type) {
    return new Mapped.Unfit<>("the number is beyond " + type);
  }

  private static Mapped<Value> other(DataType type, String what) {
    return new Mapped.Unfit<>("a value of " + type + " is never " + what);
  }

  private static Mapped<SampleValue> unread(DataType type) {
    return new Mapped.Unfit<>("the value is none of " + type);
  }
}
