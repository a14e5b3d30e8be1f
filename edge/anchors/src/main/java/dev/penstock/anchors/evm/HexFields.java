package dev.penstock.anchors.evm;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an object of a node's answer, which are hexadecimal text: numbers without
 * leading zeros, data with two digits a byte. The first fault is kept, and from then on every
 * method answers a neutral value; ask {@link #fault} at the end.
 */
final class HexFields {
  /** Numbers of the chains have 256 bits at most. */
  private static final int NUMBER_DIGITS_MAX = 64;

  private static final String PREFIX = "0x";

  private final Json.Fields fields;
  private @Nullable String fault;

  private HexFields(Json.Fields fields) {
    this.fields = fields;
  }

  /** The fields of this value; of none, and at fault, when it is no object. */
  static HexFields of(Json value) {
    if (value instanceof Json.Fields fields) {
      return new HexFields(fields);
    }
    var none = new HexFields(new Json.Fields(Map.of()));
    none.refuse("an object is missing");
    return none;
  }

  boolean has(String name) {
    return fields.get(name).isPresent();
  }

  /** A number. */
  BigInteger number(String name) {
    String digits = digits(name, fields.get(name).orElse(new Json.Nothing()));
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= NUMBER_DIGITS_MAX
            && (digits.length() == 1 || digits.charAt(0) != '0');
    if (!isNumber) {
      refuse(name + " is no number");
      return BigInteger.ZERO;
    }
    return new BigInteger(digits, 16);
  }

  /** A number below 2^63. */
  long count(String name) {
    BigInteger number = number(name);
    if (number.bitLength() >= Long.SIZE) {
      refuse(name + " is larger than 2^63");
      return 0;
    }
    return number.longValueExact();
  }

  /** Bytes, as many as there are. */
  byte[] data(String name) {
    return bytes(name, fields.get(name).orElse(new Json.Nothing()));
  }

  private byte[] bytes(String name, Json value) {
    String digits = digits(name, value);
    if (digits.length() % 2 != 0) {
      refuse(name + " is not whole bytes");
      return new byte[0];
    }
    return HexFormat.of().parseHex(digits);
  }

  /** Bytes; none where the field is missing or null. */
  byte[] dataOrNone(String name) {
    return has(name) ? data(name) : new byte[0];
  }

  /** The objects in a list; none where it is missing. */
  List<HexFields> objects(String name) {
    List<HexFields> objects = new ArrayList<>();
    for (Json item : items(name)) {
      HexFields object = of(item);
      if (object.fault != null) {
        refuse(name + ": " + object.fault);
      }
      objects.add(object);
    }
    return objects;
  }

  /** The bytes in a list; none where it is missing. */
  List<byte[]> datas(String name) {
    List<byte[]> datas = new ArrayList<>();
    for (Json item : items(name)) {
      datas.add(bytes(name, item));
    }
    return datas;
  }

  private List<Json> items(String name) {
    Optional<Json> value = fields.get(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof Json.Items(var items)) {
      return items;
    }
    refuse(name + " is no list");
    return List.of();
  }

  private String digits(String name, Json value) {
    String text = value instanceof Json.Text(var spelling) ? spelling : "";
    boolean isHex =
        text.startsWith(PREFIX)
            && text.chars().skip(PREFIX.length()).allMatch(HexFormat::isHexDigit);
    if (!isHex) {
      refuse(name + " is missing or not hexadecimal");
      return "";
    }
    return text.substring(PREFIX.length());
  }

  void refuse(String why) {
    if (fault == null) {
      fault = why;
    }
  }

  /** The first thing that was not as it must be. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }
}
