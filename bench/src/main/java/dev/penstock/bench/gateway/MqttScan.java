package dev.penstock.bench.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Packets in a stream of MQTT as it passes by: only their heads are read, and the bytes go on as
 * they are. One thread.
 */
final class MqttScan {
  private static final int PACKET_BYTES_MAX = 16 << 20;
  private static final int FIRST_BYTES = 1 << 16;
  private static final int LENGTH_BYTES_MAX = 4;
  private static final int LENGTH_BITS = 7;

  private final Packets packets;
  private byte[] held = new byte[FIRST_BYTES];
  private int count;

  /** Takes each packet that is whole. */
  interface Packets {
    /**
     * A packet.
     *
     * @param head its first byte: kind and flags
     * @param from where its variable header begins
     */
    void packet(int head, byte[] bytes, int from, int to) throws IOException;
  }

  MqttScan(Packets packets) {
    this.packets = packets;
  }

  /** What came now. */
  void add(byte[] bytes, int length) throws IOException {
    if (count + length > held.length) {
      held = Arrays.copyOf(held, Math.max(2 * held.length, count + length));
    }
    System.arraycopy(bytes, 0, held, count, length);
    count += length;
    int from = 0;
    int next = end(from);
    while (next > 0) {
      from = next;
      next = end(from);
    }
    System.arraycopy(held, from, held, 0, count - from);
    count -= from;
  }

  /** Gives the packet that begins here away; one behind it, or 0 where it is not whole. */
  private int end(int from) throws IOException {
    long length = 0;
    for (int i = 1; i <= LENGTH_BYTES_MAX; i++) {
      if (from + i >= count) {
        return 0;
      }
      length |= (held[from + i] & 0x7fL) << (LENGTH_BITS * (i - 1));
      if (held[from + i] >= 0) {
        int body = from + i + 1;
        if (length > PACKET_BYTES_MAX) {
          throw new IOException("a packet of " + length + " bytes");
        }
        if (body + length > count) {
          return 0;
        }
        packets.packet(held[from] & 0xff, held, body, (int) (body + length));
        return (int) (body + length);
      }
    }
    throw new IOException("this is no MQTT: a length of more than four bytes");
  }

  static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  static String text(byte[] bytes, int at) {
    return new String(bytes, at + 2, u16(bytes, at), StandardCharsets.UTF_8);
  }
}
