package dev.penstock.sparkplug.fleet;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Mapped;
import dev.penstock.sparkplug.payload.Value;
import dev.penstock.sparkplug.payload.ValueMapping;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which type a metric has, by the values that it had. A type only ever grows wider, from whole
 * numbers to real ones to text, so a metric has few in its life, whatever a device says.
 */
final class Types {
  /** What holds more than the types before. */
  private static final List<DataType> WIDER = List.of(DataType.INT64, DataType.DOUBLE);

  private Types() {}

  /** True for what has nothing to say but that there is nothing. */
  static boolean isNothing(SampleValue value) {
    return switch (value) {
      case SampleValue.One(var scalar) -> scalar instanceof Scalar.None;
      case SampleValue.Stored _ -> true;
      case SampleValue.Many _, SampleValue.Payload _ -> false;
    };
  }

  /** The type that a metric has once it had this value too. */
  static @Nullable DataType with(@Nullable DataType now, SampleValue value) {
    if (isNothing(value)) {
      return now;
    }
    if (now == null) {
      return natural(value);
    }
    if (fit(now, value).isPresent()) {
      return now;
    }
    int rank = rank(now);
    for (int i = 0; i < WIDER.size(); i++) {
      if (rank >= 0 && i >= rank && fit(WIDER.get(i), value).isPresent()) {
        return WIDER.get(i);
      }
    }
    return DataType.STRING;
  }

  /** From where on a type can grow; -1 for what is no number. */
  private static int rank(DataType type) {
    return switch (type) {
      case INT8, INT16, INT32, UINT8, UINT16, UINT32 -> 0;
      case INT64, UINT64, FLOAT -> 1;
      case DOUBLE -> 2;
      case UNKNOWN,
          BOOLEAN,
          STRING,
          DATE_TIME,
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
          -1;
    };
  }

  private static DataType natural(SampleValue value) {
    Optional<DataType> type = ValueMapping.typeFor(value);
    if (type.isPresent()) {
      return type.get();
    }
    for (DataType array :
        List.of(
            DataType.BOOLEAN_ARRAY,
            DataType.INT64_ARRAY,
            DataType.DOUBLE_ARRAY,
            DataType.STRING_ARRAY)) {
      if (fit(array, value).isPresent()) {
        return array;
      }
    }
    return DataType.STRING;
  }

  /** A value as one of a type; empty where the type does not hold it. */
  static Optional<Value> fit(DataType type, SampleValue value) {
    if (type == DataType.STRING) {
      return Optional.of(new Value.Text(text(value)));
    }
    return switch (ValueMapping.toWire(type, value)) {
      case Mapped.Fits<Value>(var fit) -> Optional.of(fit);
      case Mapped.Unfit<Value> _ -> Optional.empty();
    };
  }

  private static String text(SampleValue value) {
    return switch (value) {
      case SampleValue.One(var scalar) -> text(scalar);
      case SampleValue.Many(var scalars) ->
          scalars.stream().map(Types::text).collect(Collectors.joining(", ", "[", "]"));
      case SampleValue.Payload payload ->
          Base64.getEncoder().encodeToString(payload.bytes().bytes());
      case SampleValue.Stored _ -> "";
    };
  }

  private static String text(Scalar scalar) {
    return switch (scalar) {
      case Scalar.None _ -> "";
      case Scalar.Bool(boolean flag) -> Boolean.toString(flag);
      case Scalar.Whole(long number) -> Long.toString(number);
      case Scalar.Large(long bits) -> Long.toUnsignedString(bits);
      case Scalar.Real(double number) -> Double.toString(number);
      case Scalar.Text(var text) -> text;
      case Scalar.Bytes(var bytes) -> Base64.getEncoder().encodeToString(bytes.bytes());
      case Scalar.Decimal(int exponent, long mantissa) ->
          new BigDecimal(BigInteger.valueOf(mantissa), -exponent).toString();
    };
  }
}
