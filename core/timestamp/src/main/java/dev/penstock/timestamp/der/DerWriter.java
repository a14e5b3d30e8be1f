package dev.penstock.timestamp.der;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes the few DER elements that we make ourselves. */
public final class DerWriter {
  private DerWriter() {}

  /** An element of these parts, one behind the other. */
  public static byte[] element(int tag, List<byte[]> parts) {
    int length = 0;
    for (byte[] part : parts) {
      length = Math.addExact(length, part.length);
    }
    var out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(length >>> (8 * i));
      }
    }
    parts.forEach(out::writeBytes);
    return out.toByteArray();
  }

  public static byte[] sequence(List<byte[]> parts) {
    return element(Tag.SEQUENCE, parts);
  }

  public static byte[] octets(byte[] content) {
    return element(Tag.OCTET_STRING, List.of(content));
  }
}
