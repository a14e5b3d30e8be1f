package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the packets a subscriber sends. */
public final class PacketWriter {
  private static final int TEXT_BYTES_MAX = 65_535;

  private final MqttVersion version;

  public PacketWriter(MqttVersion version) {
    this.version = version;
  }

  /**
   * One subscription of a SUBSCRIBE packet.
   *
   * @param sendRetained when the broker sends what it has stored: 0 at each subscribing, 1 only
   *     where the subscription is new, 2 never (MQTT 5 §3.8.3.1; before, it is always 0)
   */
  public record Wish(TopicFilter filter, int qos, int sendRetained) {}

  /** MQTT 5 §3.1. Receive Maximum is left at its default, 65,535, and no topic alias is allowed. */
  public static byte[] connect(Connect connect) {
    boolean isV5 = connect.version() == MqttVersion.V5;
    var body = new ByteArrayOutputStream();
    text(body, "MQTT");
    body.write(connect.version().level());
    body.write(flags(connect));
    u16(body, connect.keepAliveSeconds());
    if (isV5) {
      // Session Expiry Interval, §3.1.2.11.2.
      body.write(5);
      body.write(0x11);
      u32(body, connect.sessionExpirySeconds());
    }
    text(body, connect.clientId());
    Connect.Will will = connect.will();
    if (will != null) {
      if (isV5) {
        body.write(0);
      }
      text(body, will.topic());
      binary(body, will.payload().bytes());
    }
    if (connect.user() != null) {
      text(body, connect.user());
    }
    if (connect.password() != null) {
      binary(body, connect.password().bytes());
    }
    return packet(0x10, body.toByteArray());
  }

  private static int flags(Connect connect) {
    int flags = connect.cleanStart() ? 2 : 0;
    Connect.Will will = connect.will();
    if (will != null) {
      flags |= 4 | (will.qos() << 3) | (will.isRetained() ? 0x20 : 0);
    }
    if (connect.password() != null) {
      flags |= 0x40;
    }
    return connect.user() != null ? flags | 0x80 : flags;
  }

  /**
   * MQTT 5 §3.8. What we publish ourselves is not sent back to us (No Local), where that can be.
   */
  public byte[] subscribe(int packetId, List<Wish> wishes) {
    var body = new ByteArrayOutputStream();
    u16(body, packetId);
    if (version == MqttVersion.V5) {
      body.write(0);
    }
    for (Wish wish : wishes) {
      text(body, wish.filter().text());
      // No Local on a shared subscription is a protocol error (§3.8.3.1).
      int noLocal = wish.filter().isShared() ? 0 : 4;
      int options = version == MqttVersion.V5 ? noLocal | (wish.sendRetained() << 4) : 0;
      body.write(wish.qos() | options);
    }
    return packet(0x82, body.toByteArray());
  }

  /** A message of our own, at QoS 1. */
  public byte[] publish(int packetId, String topic, ByteString payload, boolean isRetained) {
    var body = new ByteArrayOutputStream();
    text(body, topic);
    u16(body, packetId);
    if (version == MqttVersion.V5) {
      body.write(0);
    }
    body.writeBytes(payload.bytes());
    return packet(0x32 | (isRetained ? 1 : 0), body.toByteArray());
  }

  /** The message is ours now (QoS 1). */
  public static byte[] pubAck(int packetId) {
    return new byte[] {0x40, 2, (byte) (packetId >> 8), (byte) packetId};
  }

  /** The message is ours now (QoS 2, first half). */
  public static byte[] pubRec(int packetId) {
    return new byte[] {0x50, 2, (byte) (packetId >> 8), (byte) packetId};
  }

  /** QoS 2, second half: the identifier is free again. */
  public static byte[] pubComp(int packetId) {
    return new byte[] {0x70, 2, (byte) (packetId >> 8), (byte) packetId};
  }

  public static byte[] pingReq() {
    return new byte[] {(byte) 0xc0, 0};
  }

  /** An orderly end: the broker keeps the session and does not publish our will. */
  public static byte[] disconnect() {
    return new byte[] {(byte) 0xe0, 0};
  }

  /** MQTT 5 §3.14.2.1: an orderly end after which the broker publishes our will all the same. */
  public static byte[] disconnectWithWill() {
    return new byte[] {(byte) 0xe0, 1, 4};
  }

  private static byte[] packet(int first, byte[] body) {
    var packet = new ByteArrayOutputStream(body.length + 5);
    packet.write(first);
    int length = body.length;
    do {
      int next = length & 0x7f;
      length >>= 7;
      packet.write(length > 0 ? next | 0x80 : next);
    } while (length > 0);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    binary(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void binary(ByteArrayOutputStream out, byte[] bytes) {
    if (bytes.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a field has " + bytes.length + " bytes, at most 65535");
    }
    u16(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void u16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  private static void u32(ByteArrayOutputStream out, long value) {
    u16(out, (int) (value >> 16));
    u16(out, (int) value);
  }
}
