package dev.penstock.sparkplug.payload;

import java.util.List;
import java.util.Optional;

/** What a value is, by the numbers of Sparkplug 3.0 §6.4.16. */
public enum DataType {
  UNKNOWN(0, Carrier.NONE, 0),
  INT8(1, Carrier.INT, 1),
  INT16(2, Carrier.INT, 2),
  INT32(3, Carrier.INT, 4),
  INT64(4, Carrier.LONG, 8),
  UINT8(5, Carrier.INT, 1),
  UINT16(6, Carrier.INT, 2),
  UINT32(7, Carrier.INT, 4),
  UINT64(8, Carrier.LONG, 8),
  FLOAT(9, Carrier.FLOAT, 4),
  DOUBLE(10, Carrier.DOUBLE, 8),
  BOOLEAN(11, Carrier.FLAG, 0),
  STRING(12, Carrier.TEXT, 0),
  DATE_TIME(13, Carrier.LONG, 8),
  TEXT(14, Carrier.TEXT, 0),
  UUID(15, Carrier.TEXT, 0),
  DATA_SET(16, Carrier.DATA_SET, 0),
  BYTES(17, Carrier.BYTES, 0),
  FILE(18, Carrier.BYTES, 0),
  TEMPLATE(19, Carrier.TEMPLATE, 0),
  PROPERTY_SET(20, Carrier.PROPERTIES, 0),
  PROPERTY_SET_LIST(21, Carrier.PROPERTIES, 0),
  INT8_ARRAY(22, INT8),
  INT16_ARRAY(23, INT16),
  INT32_ARRAY(24, INT32),
  INT64_ARRAY(25, INT64),
  UINT8_ARRAY(26, UINT8),
  UINT16_ARRAY(27, UINT16),
  UINT32_ARRAY(28, UINT32),
  UINT64_ARRAY(29, UINT64),
  FLOAT_ARRAY(30, FLOAT),
  DOUBLE_ARRAY(31, DOUBLE),
  BOOLEAN_ARRAY(32, BOOLEAN),
  STRING_ARRAY(33, STRING),
  DATE_TIME_ARRAY(34, DATE_TIME);

  /** The field of a payload that holds values of a type. */
  enum Carrier {
    NONE,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    FLAG,
    TEXT,
    BYTES,
    DATA_SET,
    TEMPLATE,
    PROPERTIES
  }

  private static final List<DataType> ALL = List.of(values());

  private final int code;
  private final Carrier carrier;
  private final int width;
  private final Optional<DataType> item;

  DataType(int code, Carrier carrier, int width) {
    this.code = code;
    this.carrier = carrier;
    this.width = width;
    this.item = Optional.empty();
  }

  DataType(int code, DataType item) {
    this.code = code;
    this.carrier = Carrier.BYTES;
    this.width = item.width;
    this.item = Optional.of(item);
  }

  /** The number of the type in a payload. */
  public int code() {
    return code;
  }

  /** The type of a number; empty when the specification has none. */
  public static Optional<DataType> of(int code) {
    return ALL.stream().filter(each -> each.code == code).findFirst();
  }

  /** For a type of arrays, what they are arrays of. */
  public Optional<DataType> item() {
    return item;
  }

  /** True for what a cell of a data set, a parameter or a property can be. */
  public boolean isBasic() {
    return this != UNKNOWN && code <= TEXT.code;
  }

  /** True for what a metric can be: all but the two types of properties, and a type at all. */
  public boolean isOfMetric() {
    return this != UNKNOWN && carrier != Carrier.PROPERTIES;
  }

  Carrier carrier() {
    return carrier;
  }

  /** Bytes of one value where it has a fixed number of them; else 0. */
  int width() {
    return width;
  }

  boolean isSigned() {
    return code >= INT8.code && code <= INT64.code;
  }
}
