package dev.penstock.evm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Writes RLP, the encoding of all that EVM chains hash (Ethereum yellow paper, appendix B). An item
 * is a byte string or a list of items, and each has one spelling.
 */
public final class Rlp {
  static final int STRING = 0x80;
  static final int LIST = 0xc0;

  /** Longer content has its length in bytes of its own. */
  static final int SHORT_MAX = 55;

  private Rlp() {}

  /** A byte string. */
  public static byte[] bytes(byte[] content) {
    if (content.length == 1 && content[0] >= 0) {
      return content.clone();
    }
    return headed(STRING, content);
  }

  /** A number: its bytes without leading zeros, so that 0 is the empty string. */
  public static byte[] number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("number is " + value + ", must not be negative");
    }
    return number(BigInteger.valueOf(value));
  }

  /** A number of any length. */
  public static byte[] number(BigInteger value) {
    if (value.signum() < 0) {
      throw new IllegalArgumentException("number is " + value + ", must not be negative");
    }
    return bytes(value.signum() == 0 ? new byte[0] : unsigned(value));
  }

  /** A list of these items, each encoded already. */
  public static byte[] list(List<byte[]> items) {
    var content = new ByteArrayOutputStream();
    items.forEach(content::writeBytes);
    return headed(LIST, content.toByteArray());
  }

  private static byte[] headed(int kind, byte[] content) {
    var item = new ByteArrayOutputStream(content.length + 5);
    if (content.length <= SHORT_MAX) {
      item.write(kind + content.length);
    } else {
      byte[] length = unsigned(BigInteger.valueOf(content.length));
      item.write(kind + SHORT_MAX + length.length);
      item.writeBytes(length);
    }
    item.writeBytes(content);
    return item.toByteArray();
  }

  /** The bytes of a positive number without the zero that tells its sign. */
  private static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }
}
