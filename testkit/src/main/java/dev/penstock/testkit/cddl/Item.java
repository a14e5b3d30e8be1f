package dev.penstock.testkit.cddl;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** One decoded CBOR item (RFC 8949), of definite length; throws on anything it cannot read. */
sealed interface Item {
  record Whole(BigInteger value) implements Item {}

  record Bytes(List<Byte> value) implements Item {
    byte[] array() {
      byte[] array = new byte[value.size()];
      for (int i = 0; i < array.length; i++) {
        array[i] = value.get(i);
      }
      return array;
    }

    @Override
    public String toString() {
      return "h'" + HexFormat.of().formatHex(array()) + "'";
    }
  }

  record Text(String value) implements Item {}

  record Array(List<Item> items) implements Item {}

  record Pair(Item key, Item value) {}

  record Map(List<Pair> pairs) implements Item {}

  record Tag(BigInteger number, Item content) implements Item {}

  /**
   * A floating-point number.
   *
   * @param width 2, 4 or 8 bytes
   */
  record Real(double value, int width) implements Item {}

  record Simple(int value) implements Item {}

  /** The one item these bytes are. */
  static Item decode(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    Item item = read(buffer);
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException(buffer.remaining() + " bytes follow the item");
    }
    return item;
  }

  private static Item read(ByteBuffer in) {
    int initial = in.get() & 0xff;
    int major = initial >>> 5;
    int info = initial & 0x1f;
    if (major == 7) {
      return simple(in, info);
    }
    BigInteger argument = argument(in, info);
    return switch (major) {
      case 0 -> new Whole(argument);
      case 1 -> new Whole(BigInteger.ONE.negate().subtract(argument));
      case 2 -> new Bytes(boxed(string(in, argument)));
      case 3 -> new Text(new String(string(in, argument), StandardCharsets.UTF_8));
      case 4 -> {
        var items = new ArrayList<Item>();
        for (int i = 0; i < argument.intValueExact(); i++) {
          items.add(read(in));
        }
        yield new Array(items);
      }
      case 5 -> {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < argument.intValueExact(); i++) {
          pairs.add(new Pair(read(in), read(in)));
        }
        yield new Map(pairs);
      }
      default -> new Tag(argument, read(in));
    };
  }

  private static Item simple(ByteBuffer in, int info) {
    return switch (info) {
      case 24 -> new Simple(in.get() & 0xff);
      case 25 -> new Real(Float.float16ToFloat(in.getShort()), 2);
      case 26 -> new Real(in.getFloat(), 4);
      case 27 -> new Real(in.getDouble(), 8);
      default -> new Simple(info);
    };
  }

  private static BigInteger argument(ByteBuffer in, int info) {
    if (info < 24) {
      return BigInteger.valueOf(info);
    }
    if (info > 27) {
      throw new IllegalArgumentException("additional information " + info);
    }
    byte[] bytes = new byte[1 << (info - 24)];
    in.get(bytes);
    return new BigInteger(1, bytes);
  }

  private static byte[] string(ByteBuffer in, BigInteger length) {
    if (length.compareTo(BigInteger.valueOf(in.remaining())) > 0) {
      throw new IllegalArgumentException("a string of " + length + " bytes is cut off");
    }
    byte[] bytes = new byte[length.intValueExact()];
    in.get(bytes);
    return bytes;
  }

  private static List<Byte> boxed(byte[] bytes) {
    var list = new ArrayList<Byte>(bytes.length);
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }
}
