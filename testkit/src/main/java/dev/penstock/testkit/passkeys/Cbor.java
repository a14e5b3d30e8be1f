package dev.penstock.testkit.passkeys;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** As much CBOR as an authenticator writes. */
public final class Cbor {
  private Cbor() {}

  /** A map of keys and values by turns: Integer, String, byte[], or {@link Raw}. */
  public static byte[] map(Object... keysAndValues) {
    var out = new ByteArrayOutputStream();
    head(out, 5, keysAndValues.length / 2);
    for (Object each : keysAndValues) {
      out.writeBytes(item(each));
    }
    return out.toByteArray();
  }

  /** CBOR that is written already. */
  public static final class Raw {
    private final byte[] bytes;

    private Raw(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  /** An item that is written already, to stand in a map. */
  public static Raw raw(byte[] bytes) {
    return new Raw(bytes.clone());
  }

  /** Big-endian in exactly so many bytes. */
  public static byte[] unsigned(BigInteger number, int bytes) {
    byte[] signed = number.toByteArray();
    byte[] exact = new byte[bytes];
    int count = Math.min(bytes, signed.length);
    System.arraycopy(signed, signed.length - count, exact, bytes - count, count);
    return exact;
  }

  private static byte[] item(Object value) {
    var out = new ByteArrayOutputStream();
    switch (value) {
      case Integer number when number >= 0 -> head(out, 0, number);
      case Integer number -> head(out, 1, -1 - number);
      case byte[] bytes -> {
        head(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(out, 3, utf8.length);
        out.writeBytes(utf8);
      }
      case Boolean flag -> out.write(flag ? 0xf5 : 0xf4);
      case Raw raw -> out.writeBytes(Arrays.copyOf(raw.bytes, raw.bytes.length));
      default -> throw new IllegalArgumentException("no CBOR for " + value.getClass());
    }
    return out.toByteArray();
  }

  private static void head(ByteArrayOutputStream out, int major, int argument) {
    int top = major << 5;
    if (argument < 24) {
      out.write(top | argument);
    } else if (argument < 256) {
      out.write(top | 24);
      out.write(argument);
    } else {
      out.write(top | 25);
      out.write(argument >>> 8);
      out.write(argument);
    }
  }
}
