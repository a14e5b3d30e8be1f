package dev.penstock.evm;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A Keccak-256 value: 32 bytes with value equality. Blocks and transactions are named by theirs.
 */
public final class Keccak {
  /** Bytes in a value. */
  public static final int BYTES = Keccak256.BYTES;

  private final byte[] value;

  private Keccak(byte[] value) {
    this.value = value;
  }

  /** The hash of this content. */
  public static Keccak over(byte[] content) {
    return new Keccak(Keccak256.hash(content));
  }

  /** The value of exactly these 32 bytes; throws on any other length. */
  public static Keccak of(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException("value has " + value.length + " bytes, must be " + BYTES);
    }
    return new Keccak(value.clone());
  }

  /** Reads 0x and 64 hexadecimal digits, as nodes and explorers show a hash. */
  public static Optional<Keccak> decode(String text) {
    return Hex.decode(text, BYTES).map(Keccak::new);
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Keccak that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** 0x and 64 hexadecimal digits. */
  @Override
  public String toString() {
    return "0x" + HexFormat.of().formatHex(value);
  }
}
