package dev.penstock.connections;

import dev.penstock.sparkplug.payload.DataType;
import dev.penstock.sparkplug.payload.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a member of a template is, by the word that Sparkplug has for it. */
public enum MemberType {
  INT8("Int8", DataType.INT8, 8),
  INT16("Int16", DataType.INT16, 16),
  INT32("Int32", DataType.INT32, 32),
  INT64("Int64", DataType.INT64, 64),
  UINT8("UInt8", DataType.UINT8, 8),
  UINT16("UInt16", DataType.UINT16, 16),
  UINT32("UInt32", DataType.UINT32, 32),
  UINT64("UInt64", DataType.UINT64, 64),
  FLOAT("Float", DataType.FLOAT, 24),
  DOUBLE("Double", DataType.DOUBLE, 53),
  BOOLEAN("Boolean", DataType.BOOLEAN, 0),
  STRING("String", DataType.STRING, 0);

  /** Those a parameter can have: libraries of others read no narrower ones of them. */
  private static final List<MemberType> OF_PARAMETERS =
      List.of(INT64, FLOAT, DOUBLE, BOOLEAN, STRING);

  private static final String WHOLE_NUMBER = "-?[0-9]{1,18}";

  private final String word;
  private final DataType type;

  /** Of whole numbers that it holds, beside a sign; none for what is no number. */
  private final int bits;

  MemberType(String word, DataType type, int bits) {
    this.word = word;
    this.type = type;
    this.bits = bits;
  }

  /** The word in files. */
  public String word() {
    return word;
  }

  /** What Sparkplug calls it. */
  public DataType type() {
    return type;
  }

  /** The type with this word. */
  public static Optional<MemberType> of(String word) {
    return Stream.of(values()).filter(each -> each.word.equals(word)).findFirst();
  }

  /** All words, for people. */
  public static String words() {
    return Stream.of(values()).map(MemberType::word).collect(Collectors.joining(", "));
  }

  /** The type of a parameter with this word. */
  public static Optional<MemberType> ofParameter(String word) {
    return of(word).filter(OF_PARAMETERS::contains);
  }

  /** The words of parameters, for people. */
  public static String parameterWords() {
    return OF_PARAMETERS.stream().map(MemberType::word).collect(Collectors.joining(", "));
  }

  private boolean isReal() {
    return this == FLOAT || this == DOUBLE;
  }

  private boolean isSigned() {
    return switch (this) {
      case INT8, INT16, INT32, INT64 -> true;
      case UINT8, UINT16, UINT32, UINT64, FLOAT, DOUBLE, BOOLEAN, STRING -> false;
    };
  }

  /**
   * Whether each value of a point fits. A real number may be rounded, as into Float; a whole one is
   * never changed.
   *
   * @param point empty for a point whose values decide, which is made of others
   */
  public boolean isHolding(Optional<DataType> point) {
    if (point.isEmpty()) {
      return isReal() || this == BOOLEAN;
    }
    Optional<MemberType> other =
        Stream.of(values()).filter(each -> each.type == point.get()).findFirst();
    if (other.isEmpty() || other.get() == this) {
      return other.isPresent();
    }
    MemberType from = other.get();
    if (bits == 0 || from.bits == 0 || from.isReal()) {
      return isReal() && from.isReal();
    }
    if (isReal()) {
      return from.bits <= bits;
    }
    return from.isSigned() == isSigned() ? from.bits <= bits : isSigned() && from.bits < bits;
  }

  /** The one spelling of a value of this type; empty for what is none. */
  public Optional<String> spelt(String text) {
    return switch (this) {
      case BOOLEAN -> Optional.of(text).filter(List.of("true", "false")::contains);
      case STRING ->
          Optional.of(text)
              .filter(each -> Texts.faultOfLine(each, 0, Bounds.PARAMETER_CHARS_MAX).isEmpty());
      case FLOAT ->
          Decimals.parse(text)
              .filter(each -> Float.isFinite(each.floatValue()))
              .map(Decimals::text);
      case DOUBLE -> Decimals.parse(text).map(Decimals::text);
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 ->
          text.matches(WHOLE_NUMBER)
              ? Optional.of(Long.toString(Long.parseLong(text)))
              : Optional.empty();
    };
  }

  /** A value of a parameter as hosts get it, of its one spelling. */
  public Value.Basic value(String spelt) {
    return switch (this) {
      case BOOLEAN -> new Value.Flag(spelt.equals("true"));
      case STRING -> new Value.Text(spelt);
      case FLOAT -> new Value.Float32(Float.parseFloat(spelt));
      case DOUBLE -> new Value.Float64(Double.parseDouble(spelt));
      case INT64 -> new Value.Bits64(Long.parseLong(spelt));
      case INT8, INT16, INT32, UINT8, UINT16, UINT32, UINT64 ->
          throw new IllegalStateException("no parameter is " + word);
    };
  }

  /** What its values are, for people who are to write one. */
  public String allowed() {
    return switch (this) {
      case BOOLEAN -> "true, false";
      case STRING -> "one line of 0 to " + Bounds.PARAMETER_CHARS_MAX + " characters";
      case FLOAT, DOUBLE -> "a number, as 12.5";
      case INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64 -> "a whole number, as 12";
    };
  }
}
