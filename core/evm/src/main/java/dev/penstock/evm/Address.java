package dev.penstock.evm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Who sends or receives on a chain: 20 bytes with value equality. */
public final class Address {
  /** Bytes in an address. */
  public static final int BYTES = 20;

  private static final int PREFIX = 2;

  private final byte[] value;

  private Address(byte[] value) {
    this.value = value;
  }

  /** The address of exactly these 20 bytes; throws on any other length. */
  public static Address of(byte[] value) {
    if (value.length != BYTES) {
      throw new IllegalArgumentException(
          "address has " + value.length + " bytes, must be " + BYTES);
    }
    return new Address(value.clone());
  }

  /**
   * The address of a public key.
   *
   * @param publicKey the two coordinates, 64 bytes
   */
  public static Address ofKey(byte[] publicKey) {
    if (publicKey.length != 64) {
      throw new IllegalArgumentException("key has " + publicKey.length + " bytes, must be 64");
    }
    return new Address(
        Arrays.copyOfRange(Keccak256.hash(publicKey), Keccak.BYTES - BYTES, Keccak.BYTES));
  }

  /**
   * Reads 0x and 40 hexadecimal digits. Digits of both cases must be a correct checksum (EIP-55);
   * digits of one case have none.
   */
  public static Optional<Address> decode(String text) {
    Optional<Address> read = Hex.decode(text, BYTES).map(Address::new);
    String digits = text.substring(Math.min(PREFIX, text.length()));
    boolean hasChecksum =
        !digits.equals(digits.toLowerCase(Locale.ROOT))
            && !digits.equals(digits.toUpperCase(Locale.ROOT));
    return read.filter(address -> !hasChecksum || address.toString().equals(text));
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return value.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** 0x and 40 hexadecimal digits, some in upper case as EIP-55 says. */
  @Override
  public String toString() {
    String digits = HexFormat.of().formatHex(value);
    byte[] hash = Keccak256.hash(digits.getBytes(StandardCharsets.US_ASCII));
    var text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      boolean isUpper = (hash[i / 2] >>> (i % 2 == 0 ? 4 : 0) & 0x8) != 0;
      text.append(isUpper ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
    }
    return text.toString();
  }
}
