package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the packets a client sends. */
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
   * @param isAsPublished whether a message that was published as retained says so also where it
   *     comes at once, in MQTT 5; before, only what was stored says it
   */
  public record Wish(TopicFilter filter, int qos, int sendRetained, boolean isAsPublished) {
    public Wish(TopicFilter filter, int qos, int sendRetained) {
      this(filter, qos, sendRetained, false);
    }
  }

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
      int asPublished = wish.isAsPublished() ? 8 : 0;
      int options =
          version == MqttVersion.V5 ? noLocal | asPublished | (wish.sendRetained() << 4) : 0;
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

  /**
   * What a message has beside topic and payload.
   *
   * @param packetId 0 at QoS 0
   * @param contentType a MIME type, and with it that the payload is what it says; sent in MQTT 5
   *     only
   * @param expirySeconds after which a broker forgets it; 0 for never; sent in MQTT 5 only
   * @param correlation by which who asked knows this answer; null for none; sent in MQTT 5 only
   */
  public record Head(
      int qos,
      int packetId,
      boolean isRetained,
      @Nullable String contentType,
      long expirySeconds,
      @Nullable ByteString correlation) {
    /** One that is no answer. */
    public Head(
        int qos,
        int packetId,
        boolean isRetained,
        @Nullable String contentType,
        long expirySeconds) {
      this(qos, packetId, isRetained, contentType, expirySeconds, null);
    }

    public Head {
      if (qos < 0 || qos > 2 || (packetId == 0) != (qos == 0) || packetId > 0xffff) {
        throw new IllegalArgumentException("qos " + qos + " with packet identifier " + packetId);
      }
      if (expirySeconds < 0 || expirySeconds > 0xffff_ffffL) {
        throw new IllegalArgumentException("expirySeconds is " + expirySeconds);
      }
    }
  }

  /** MQTT 5 §3.3: a message of our own. */
  public byte[] publish(Head head, String topic, byte[] payload) {
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    byte[] properties = version == MqttVersion.V5 ? properties(head) : new byte[0];
    int length = 2 + name.length + (head.qos() > 0 ? 2 : 0) + properties.length + payload.length;
    mustFit(name);
    // One array of the right length: a payload is large, and nearly all packets are such.
    byte[] packet = new byte[1 + lengthBytes(length) + length];
    var into = ByteBuffer.wrap(packet);
    var _ = into.put((byte) (0x30 | head.qos() << 1 | (head.isRetained() ? 1 : 0)));
    length(into, length);
    var _ = into.putShort((short) name.length).put(name);
    if (head.qos() > 0) {
      var _ = into.putShort((short) head.packetId());
    }
    var _ = into.put(properties).put(payload);
    return packet;
  }

  /** With their length before them, §3.3.2.3: expiry (0x02), content type, correlation (0x09). */
  private static byte[] properties(Head head) {
    var list = new ByteArrayOutputStream();
    if (head.expirySeconds() > 0) {
      list.write(0x02);
      u32(list, head.expirySeconds());
    }
    String type = head.contentType();
    if (type != null) {
      list.write(0x03);
      text(list, type);
    }
    ByteString correlation = head.correlation();
    if (correlation != null) {
      list.write(0x09);
      binary(list, correlation.bytes());
    }
    var all = new ByteArrayOutputStream();
    length(all, list.size());
    all.writeBytes(list.toByteArray());
    return all.toByteArray();
  }

  /** QoS 2, second half: they may forget the identifier. */
  public static byte[] pubRel(int packetId) {
    return new byte[] {0x62, 2, (byte) (packetId >> 8), (byte) packetId};
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
    length(packet, body.length);
    packet.writeBytes(body);
    return packet.toByteArray();
  }

  private static void length(ByteArrayOutputStream out, int length) {
    int left = length;
    do {
      int next = left & 0x7f;
      left >>= 7;
      out.write(left > 0 ? next | 0x80 : next);
    } while (left > 0);
  }

  private static int lengthBytes(int length) {
    return length < 1 << 7 ? 1 : length < 1 << 14 ? 2 : length < 1 << 21 ? 3 : 4;
  }

  private static void length(ByteBuffer out, int length) {
    int left = length;
    do {
      int next = left & 0x7f;
      left >>= 7;
      var _ = out.put((byte) (left > 0 ? next | 0x80 : next));
    } while (left > 0);
  }

  private static void text(ByteArrayOutputStream out, String text) {
    binary(out, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void binary(ByteArrayOutputStream out, byte[] bytes) {
    mustFit(bytes);
    u16(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void mustFit(byte[] bytes) {
    if (bytes.length > TEXT_BYTES_MAX) {
      throw new IllegalArgumentException("a field has " + bytes.length + " bytes, at most 65535");
    }
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
