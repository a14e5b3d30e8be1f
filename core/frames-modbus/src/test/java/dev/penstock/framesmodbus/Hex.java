package dev.penstock.framesmodbus;

import dev.penstock.evidence.record.ByteString;
import java.util.HexFormat;

/** Bytes as they stand in the specification: in hexadecimal, with spaces. */
final class Hex {
  private Hex() {}

  static byte[] bytes(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  static ByteString pdu(String text) {
    return ByteString.of(bytes(text));
  }
}
