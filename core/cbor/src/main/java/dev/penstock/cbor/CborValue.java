package dev.penstock.cbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One CBOR item as a tree of values: for tools, tests and headers of others. Formats of ours read
 * with {@link CborReader} instead.
 */
public sealed interface CborValue {
  /** A whole number from 0 to 2^64 - 1, as 64 bits without sign. */
  record Unsigned(long bits) implements CborValue {}

  /** The number {@code -1 - n}, where {@code n} is 64 bits without sign. */
  record Negative(long n) implements CborValue {}

  /** A byte string. */
  final class Bytes implements CborValue {
    private final byte[] value;

    private Bytes(byte[] value) {
      this.value = value;
    }

    public static Bytes of(byte[] value) {
      return new Bytes(value.clone());
    }

    /** A copy of the bytes. */
    public byte[] value() {
      return value.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "h'" + HexFormat.of().formatHex(value) + "'";
    }
  }

  /** A text without lone surrogates. */
  record Text(String value) implements CborValue {
    public Text {
      // Throws on what has no UTF-8 form.
      var _ = Utf8.bytesOf(value);
    }
  }

  record Array(List<CborValue> items) implements CborValue {
    public Array {
      items = List.copyOf(items);
    }
  }

  /** Pairs in bytewise order of their encoded keys, whatever order they are given in. */
  record Map(List<Pair> pairs) implements CborValue {
    public Map {
      pairs = sorted(pairs);
    }

    /** The value beside this key, if the key is there. */
    public Optional<CborValue> get(CborValue key) {
      return pairs.stream().filter(pair -> pair.key().equals(key)).map(Pair::value).findFirst();
    }

    /** What comes from a reader is in order already, and then nothing is kept beside the pairs. */
    private static List<Pair> sorted(List<Pair> pairs) {
      var keys = new CborWriter(64);
      int priorFrom = 0;
      for (Pair pair : pairs) {
        int from = keys.sizeBytes();
        pair.key().write(keys);
        int to = keys.sizeBytes();
        byte[] all = keys.buffer();
        if (Arrays.compareUnsigned(all, priorFrom, from, all, from, to) >= 0) {
          return sortedByTree(pairs);
        }
        priorFrom = from;
      }
      return List.copyOf(pairs);
    }

    private static List<Pair> sortedByTree(List<Pair> pairs) {
      var byKey = new TreeMap<byte[], Pair>(Arrays::compareUnsigned);
      for (Pair pair : pairs) {
        if (byKey.put(pair.key().encode(), pair) != null) {
          throw new IllegalArgumentException("key stands twice: " + pair.key());
        }
      }
      return List.copyOf(byKey.values());
    }
  }

  /** A key of a map with its value. */
  record Pair(CborValue key, CborValue value) {}

  /**
   * A tag with its content.
   *
   * @param number 64 bits without sign
   */
  record Tag(long number, CborValue content) implements CborValue {}

  record Bool(boolean value) implements CborValue {}

  record Null() implements CborValue {}

  /** A floating-point number; all not-a-numbers are one value, minus zero and zero are two. */
  record Float64(double value) implements CborValue {}

  static CborValue of(long value) {
    return value < 0 ? new Negative(~value) : new Unsigned(value);
  }

  static CborValue of(String value) {
    return new Text(value);
  }

  static CborValue of(byte[] value) {
    return Bytes.of(value);
  }

  static Array array(CborValue... items) {
    return new Array(List.of(items));
  }

  static Map map(Pair... pairs) {
    return new Map(List.of(pairs));
  }

  static Pair pair(CborValue key, CborValue value) {
    return new Pair(key, value);
  }

  /** Exactly one item, and nothing after it. */
  static Decoded<CborValue> decode(byte[] bytes, CborLimits limits) {
    var reader = new CborReader(limits);
    reader.reset(bytes);
    CborValue value = read(reader);
    return reader.end(() -> value);
  }

  /**
   * The next item of a reader; after a fault some item that means nothing. The tree takes memory in
   * proportion to the bytes that were read, not to what they promise.
   */
  static CborValue read(CborReader reader) {
    return switch (reader.peek()) {
      case UNSIGNED -> new Unsigned(reader.unsigned64());
      case NEGATIVE -> new Negative(reader.negative64());
      case BYTES -> new Bytes(reader.bytes(Integer.MAX_VALUE));
      case TEXT -> new Text(reader.text(Integer.MAX_VALUE));
      case ARRAY -> readArray(reader);
      case MAP -> readMap(reader);
      case TAG -> new Tag(reader.tag(), read(reader));
      case BOOL -> new Bool(reader.bool());
      case FLOAT -> new Float64(reader.float64());
      case NULL, NONE -> {
        reader.expectNull();
        yield new Null();
      }
    };
  }

  private static CborValue readArray(CborReader reader) {
    int count = reader.array();
    var items = new ArrayList<CborValue>();
    for (int i = 0; i < count && !reader.isRefused(); i++) {
      items.add(read(reader));
    }
    return new Array(items);
  }

  private static CborValue readMap(CborReader reader) {
    int count = reader.map();
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < count && !reader.isRefused(); i++) {
      CborValue key = read(reader);
      CborValue value = read(reader);
      pairs.add(new Pair(key, value));
    }
    // Pairs that were refused need not be sortable.
    return reader.isRefused() ? new Null() : new Map(pairs);
  }

  /** The one spelling of this value. */
  default byte[] encode() {
    var writer = new CborWriter(64);
    write(writer);
    return writer.toByteArray();
  }

  /** Writes this value as the next item. */
  default void write(CborWriter writer) {
    switch (this) {
      case Unsigned(var bits) -> writer.unsigned64(bits);
      case Negative(var n) -> writer.negative64(n);
      case Bytes bytes -> writer.bytes(bytes.value);
      case Text(var text) -> writer.text(text);
      case Array(var items) -> {
        writer.array(items.size());
        items.forEach(item -> item.write(writer));
      }
      case Map(var pairs) -> {
        writer.map(pairs.size());
        for (Pair pair : pairs) {
          pair.key.write(writer);
          pair.value.write(writer);
        }
      }
      case Tag(var number, var content) -> {
        writer.tag(number);
        content.write(writer);
      }
      case Bool(var value) -> writer.bool(value);
      case Null() -> writer.nullValue();
      case Float64(var value) -> writer.float64(value);
    }
  }
}
