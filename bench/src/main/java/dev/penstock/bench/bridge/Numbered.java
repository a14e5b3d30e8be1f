package dev.penstock.bench.bridge;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.MqttVersion;
import dev.penstock.framesmqtt.PacketWriter;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Messages that carry a number and the moment they were sent, over some topics in turn: message
 * {@code n} goes to topic {@code n mod topics}. What else they carry is random and fixed.
 */
public final class Numbered {
  /** Number, time, and a check over both: what was altered on the way is no number of ours. */
  public static final int BYTES_MIN = 24;

  private static final int PACKET_ID_BYTES = 2;
  private static final long CHECK = 0x70656e73746f636bL;

  private final byte[][] packets;
  private final int[] idsAt;
  private final int payloadBytes;

  /**
   * Messages for these topics.
   *
   * @param root of the topics: {@code root/sN/pM}
   */
  public Numbered(String root, int sources, int points, int payloadBytes) {
    if (payloadBytes < BYTES_MIN) {
      throw new IllegalArgumentException(
          "payload_bytes is " + payloadBytes + ", must be " + BYTES_MIN + " or more");
    }
    this.payloadBytes = payloadBytes;
    this.packets = new byte[sources * points][];
    this.idsAt = new int[packets.length];
    var writer = new PacketWriter(MqttVersion.V3_1_1);
    var random = new SplittableRandom(1);
    for (int i = 0; i < packets.length; i++) {
      byte[] payload = new byte[payloadBytes];
      random.nextBytes(payload);
      String topic = root + "/s" + (i % sources) + "/p" + (i / sources);
      packets[i] = writer.publish(1, topic, ByteString.of(payload), false);
      idsAt[i] = packets[i].length - payloadBytes - PACKET_ID_BYTES;
    }
  }

  /** The longest packet. */
  public int packetBytesMax() {
    int max = 0;
    for (byte[] packet : packets) {
      max = Math.max(max, packet.length);
    }
    return max;
  }

  /** Writes a message into the buffer. */
  void write(ByteBuffer into, long number, int packetId, long nanos, boolean isAgain) {
    int topic = (int) (number % packets.length);
    int at = into.position();
    into.put(packets[topic]);
    if (isAgain) {
      // DUP, MQTT 3.1.1 §3.3.1.1.
      into.put(at, (byte) (into.get(at) | 8));
    }
    into.putShort(at + idsAt[topic], (short) packetId);
    int payload = at + packets[topic].length - payloadBytes;
    into.putLong(payload, number);
    into.putLong(payload + 8, nanos);
    into.putLong(payload + 16, number ^ nanos ^ CHECK);
  }

  /** The number in a payload; none where it is no message of ours. */
  public static OptionalLong number(byte[] payload) {
    if (payload.length < BYTES_MIN) {
      return OptionalLong.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(payload);
    long number = read.getLong(0);
    return (number ^ read.getLong(8) ^ CHECK) == read.getLong(16)
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  /** When the message with this payload was sent, by the clock of {@link System#nanoTime}. */
  static long nanos(byte[] payload) {
    return ByteBuffer.wrap(payload).getLong(8);
  }
}
