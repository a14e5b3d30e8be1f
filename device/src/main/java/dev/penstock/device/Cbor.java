package dev.penstock.device;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Items of deterministic CBOR (RFC 8949 §4.2.1): integers, floats, {@link BigDecimal} as a scaled
 * integer, booleans, text, bytes, null, {@code Object[]} as array, and maps whose order of keys is
 * the caller's to get right.
 */
final class Cbor {
  /** A head, and the items that it is the head of. */
  @SuppressWarnings("ArrayRecordComponent") // made here, shown to nobody
  record Headed(byte[] head, @Nullable Object... items) {}

  static final Headed EMPTY_MAP = map();

  private Cbor() {}

  /** One array of these items. */
  static byte[] array(@Nullable Object... items) {
    return item(items);
  }

  /** An array that these items make together, a sequence counting as its own items. */
  static Headed arrayOf(int count, @Nullable Object... items) {
    return new Headed(head(4, count), items);
  }

  /** Items of an array, made apart from the others. */
  static Headed sequence(@Nullable Object... items) {
    return new Headed(new byte[0], items);
  }

  /** One item of any form named above; {@code IllegalArgumentException} for what has none. */
  static byte[] item(@Nullable Object item) {
    var out = new ByteArrayOutputStream();
    write(out, item);
    return out.toByteArray();
  }

  /**
   * A map of keys and values in turn; keys in the order of their encoded bytes, which is the
   * caller's to get right.
   */
  static Headed map(Object... keysAndValues) {
    return new Headed(head(5, keysAndValues.length / 2), keysAndValues);
  }

  /** A tag around an array of these items. */
  static Headed tagged(int tag, Object... items) {
    return new Headed(head(6, tag), new Object[] {items});
  }

  private static void write(ByteArrayOutputStream out, @Nullable Object item) {
    if (item == null) {
      out.write(0xf6);
    } else if (item instanceof Long || item instanceof Integer) {
      long n = ((Number) item).longValue();
      out.writeBytes(n >= 0 ? head(0, n) : head(1, ~n));
    } else if (item instanceof Double || item instanceof Float) {
      out.writeBytes(real(((Number) item).doubleValue()));
    } else if (item instanceof Boolean b) {
      out.write(b ? 0xf5 : 0xf4);
    } else if (item instanceof byte[] bytes) {
      out.writeBytes(head(2, bytes.length));
      out.writeBytes(bytes);
    } else if (item instanceof String text) {
      byte[] utf8 = utf8(text);
      out.writeBytes(head(3, utf8.length));
      out.writeBytes(utf8);
    } else if (item instanceof Object[] items) {
      write(out, new Headed(head(4, items.length), items));
    } else if (item instanceof BigDecimal decimal) {
      write(out, decimal(decimal));
    } else if (item instanceof Headed headed) {
      out.writeBytes(headed.head);
      for (Object each : headed.items) {
        write(out, each);
      }
    } else {
      throw new IllegalArgumentException("no CBOR form for a " + item.getClass().getName());
    }
  }

  /** Tag 4, exponent and mantissa, RFC 8949 §3.4.4. */
  private static Headed decimal(BigDecimal decimal) {
    long exponent = inRange("exponent of decimal", -(long) decimal.scale(), -128, 127);
    BigInteger mantissa = decimal.unscaledValue();
    long ignored = inRange("bits of decimal", mantissa.bitLength(), 0, 63);
    return tagged(4, exponent, mantissa.longValueExact());
  }

  /** The number itself, where it lies in this range. */
  static long inRange(String name, long n, long min, long max) {
    if (n < min || n > max) {
      throw new IllegalArgumentException(name + " " + n + ", must be " + min + ".." + max);
    }
    return n;
  }

  /** The text itself, where it has so many bytes. */
  static String text(String name, String text, int bytesMin, int bytesMax) {
    long ignored = inRange("bytes of " + name, utf8(text).length, bytesMin, bytesMax);
    return text;
  }

  static byte[] utf8(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
      throw new IllegalArgumentException("text holds half a surrogate pair and has no UTF-8");
    }
    return utf8;
  }

  /** A float in the shortest of 16, 32 and 64 bits that keeps the value. */
  private static byte[] real(double d) {
    float f = (float) d;
    if (Double.isNaN(d)) {
      return new byte[] {(byte) 0xf9, 0x7e, 0x00};
    }
    if (f != d) {
      return ByteBuffer.allocate(9).put((byte) 0xfb).putDouble(d).array();
    }
    int half = half(f);
    return half >= 0
        ? new byte[] {(byte) 0xf9, (byte) (half >> 8), (byte) half}
        : ByteBuffer.allocate(5).put((byte) 0xfa).putFloat(f).array();
  }

  /**
   * The 16 bits of the same value (IEEE 754 binary16), or -1 where it does not fit. NaN never comes
   * here.
   */
  private static int half(float f) {
    int bits = Float.floatToRawIntBits(f);
    int sign = (bits >>> 16) & 0x8000;
    int exponent = Math.getExponent(f);
    float steps = Math.abs(f) * 0x1p24f; // exact; a subnormal binary16 is 0..1023 of these
    if (steps < 1024) {
      return steps == (int) steps ? sign | (int) steps : -1;
    }
    if (Float.isInfinite(f)) {
      return sign | 0x7c00;
    }
    boolean fits = exponent <= 15 && (bits & 0x1fff) == 0;
    return fits ? sign | ((exponent + 15) << 10) | ((bits & 0x7fffff) >>> 13) : -1;
  }

  /** The shortest head that holds the argument, which is not negative. */
  static byte[] head(int major, long n) {
    int type = major << 5;
    if (n < 24) {
      return new byte[] {(byte) (type | n)};
    }
    int size = n < 1 << 8 ? 1 : n < 1 << 16 ? 2 : n < 1L << 32 ? 4 : 8;
    byte[] out = new byte[1 + size];
    out[0] = (byte) (type | (24 + Integer.numberOfTrailingZeros(size)));
    for (int i = size; i > 0; i--) {
      out[i] = (byte) (n >>> (8 * (size - i)));
    }
    return out;
  }
}
