package dev.penstock.notices.send.snmp;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** Writes the few BER elements of SNMP, RFC 3417 §8: definite lengths, the shortest. */
final class Ber {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int TIME_TICKS = 0x43;
  static final int RESPONSE = 0xa2;
  static final int INFORM = 0xa6;
  static final int TRAP = 0xa7;

  private Ber() {}

  static byte[] element(int tag, byte[]... parts) {
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
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] sequence(List<byte[]> parts) {
    return element(SEQUENCE, parts.toArray(byte[][]::new));
  }

  static byte[] integer(long value) {
    return whole(INTEGER, value);
  }

  /** Hundredths of a second, modulo 2^32. */
  static byte[] timeTicks(long value) {
    return whole(TIME_TICKS, value & 0xffff_ffffL);
  }

  private static byte[] whole(int tag, long value) {
    int bytes = 1;
    while (bytes < 8 && value >> (8 * bytes - 1) != 0 && value >> (8 * bytes - 1) != -1) {
      bytes++;
    }
    byte[] content = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      content[i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
    return element(tag, content);
  }

  static byte[] octets(byte[] value) {
    return element(OCTETS, value);
  }

  static byte[] oid(Oid oid) {
    var out = new ByteArrayOutputStream();
    arc(out, 40 * oid.arcs().getFirst() + oid.arcs().get(1));
    oid.arcs().subList(2, oid.arcs().size()).forEach(arc -> arc(out, arc));
    return element(OID, out.toByteArray());
  }

  private static void arc(ByteArrayOutputStream out, long value) {
    int groups = 1;
    while (value >>> (7 * groups) != 0) {
      groups++;
    }
    for (int i = groups - 1; i >= 0; i--) {
      int group = (int) (value >>> (7 * i)) & 0x7f;
      out.write(i > 0 ? group | 0x80 : group);
    }
  }
}
