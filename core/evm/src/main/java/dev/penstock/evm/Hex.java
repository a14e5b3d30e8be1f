package dev.penstock.evm;

import java.util.HexFormat;
import java.util.Optional;

/** Reads bytes as chains write them for people: 0x and two digits for each. */
final class Hex {
  private static final String PREFIX = "0x";

  private Hex() {}

  /** Exactly so many bytes, or empty. */
  static Optional<byte[]> decode(String text, int bytes) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 2 * bytes) {
      return Optional.empty();
    }
    for (int i = PREFIX.length(); i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(HexFormat.of().parseHex(text, PREFIX.length(), text.length()));
  }
}
