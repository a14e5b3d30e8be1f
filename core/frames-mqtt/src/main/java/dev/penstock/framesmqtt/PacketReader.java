package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Incoming.Broken;
import dev.penstock.framesmqtt.Incoming.Delivery;
import dev.penstock.framesmqtt.Incoming.Properties;
import dev.penstock.framesmqtt.Incoming.Topic;
import dev.penstock.framesmqtt.Incoming.Unkept;
import dev.penstock.framesmqtt.Incoming.Wanted;
import dev.penstock.merkle.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads packets from a broker's stream, one by one, and never throws for what they hold.
 *
 * <p>A message larger than the limit is read to its end through a digest, in the memory of one
 * buffer: 256 MiB cost time, not heap. A message with a topic or properties that are not as they
 * should be is given as {@link Unkept} or with an unreadable {@link Topic} instead of breaking the
 * connection off, as MQTT 5 §4.13.1 and [MQTT-1.5.4-1] have it: a broker that sends such a message
 * would send the same one after each reconnection, and everything behind it would never be heard.
 *
 * <p>One thread.
 */
public final class PacketReader {
  private static final int BUFFER_BYTES = 32 * 1024;

  /** Of all packets but PUBLISH, none that a client gets is longer but by a hostile peer. */
  private static final int CONTROL_BYTES_MAX = 128 * 1024;

  /** User properties make them long; more is not looked into. */
  private static final int PROPERTIES_BYTES_MAX = 256 * 1024;

  /** A buffer for a payload grows as it comes, so that a length alone costs no memory. */
  private static final int PAYLOAD_BYTES_AT_FIRST = 64 * 1024;

  private final InputStream in;
  private final MqttVersion version;
  private final int payloadBytesMax;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int limit;

  /** Bytes of the current packet that were not read yet. */
  private int left;

  public PacketReader(InputStream in, MqttVersion version, int payloadBytesMax) {
    this.in = in;
    this.version = version;
    this.payloadBytesMax = payloadBytesMax;
  }

  /** Whether the next packet has begun to arrive, so that reading it may not wait. */
  public boolean hasMore() {
    return at < limit;
  }

  /** The next packet. Throws {@link EOFException} at the end of the stream, wherever it is. */
  public Incoming read() throws IOException {
    left = 1;
    int first = next();
    int type = first >> 4;
    int flags = first & 0xf;
    int length = remainingLength();
    if (length < 0) {
      return new Broken("the length of a packet has more than 4 bytes");
    }
    left = length;
    if (type == 3) {
      return publish(flags);
    }
    // MQTT 5 §2.1.3: bits that are reserved.
    if (flags != (type == 6 ? 2 : 0)) {
      return new Broken("packet type " + type + " with flags " + flags);
    }
    if (length > CONTROL_BYTES_MAX) {
      return new Broken("packet type " + type + " with " + length + " bytes");
    }
    byte[] body = bytes(length);
    Cursor cursor = new Cursor(body, 0, body.length);
    Incoming packet = control(type, cursor, body);
    String fault = cursor.fault();
    return fault == null ? packet : new Broken("packet type " + type + ": " + fault);
  }

  private int remainingLength() throws IOException {
    int value = 0;
    for (int shift = 0; shift <= 21; shift += 7) {
      left = 1;
      int next = next();
      value |= (next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return value;
      }
    }
    return -1;
  }

  private Incoming control(int type, Cursor cursor, byte[] body) {
    return switch (type) {
      case 2 -> connAck(cursor);
      case 4 -> new Incoming.PubAck(cursor.u16(), cursor.isAtEnd() ? 0 : cursor.u8());
      case 5 -> new Incoming.PubRec(cursor.u16(), cursor.isAtEnd() ? 0 : cursor.u8());
      case 6 -> new Incoming.PubRel(cursor.u16());
      case 7 -> new Incoming.PubComp(cursor.u16(), cursor.isAtEnd() ? 0 : cursor.u8());
      case 9 -> subAck(cursor, body);
      case 13 -> new Incoming.PingResp();
      case 14 -> disconnect(cursor);
      default -> new Broken("packet type " + type + " is not for a client");
    };
  }

  private Incoming connAck(Cursor cursor) {
    int flags = cursor.u8();
    if ((flags & 0xfe) != 0) {
      cursor.refuse("reserved flags are set");
    }
    int reason = cursor.u8();
    Properties properties = properties(cursor);
    return new Incoming.ConnAck((flags & 1) != 0, reason, properties);
  }

  private Incoming subAck(Cursor cursor, byte[] body) {
    int packetId = cursor.u16();
    if (version == MqttVersion.V5) {
      int length = cursor.variable();
      if (length > cursor.left()) {
        cursor.refuse("the properties are longer than the packet");
      } else {
        new PropertyReader().read(new Cursor(body, cursor.at(), cursor.at() + length));
        cursor = new Cursor(body, cursor.at() + length, body.length);
      }
    }
    List<Integer> reasons = new ArrayList<>();
    while (!cursor.isAtEnd()) {
      reasons.add(cursor.u8());
    }
    return new Incoming.SubAck(packetId, reasons);
  }

  private Incoming disconnect(Cursor cursor) {
    int reason = cursor.isAtEnd() ? 0 : cursor.u8();
    return new Incoming.Disconnect(reason, properties(cursor));
  }

  /** The properties that fill the rest of a packet. */
  private Properties properties(Cursor cursor) {
    if (version != MqttVersion.V5 || cursor.isAtEnd() || cursor.fault() != null) {
      return Properties.NONE;
    }
    int length = cursor.variable();
    if (length != cursor.left()) {
      cursor.refuse("the properties do not fill the packet");
      return Properties.NONE;
    }
    PropertyReader reader = new PropertyReader();
    reader.read(cursor);
    return reader.properties();
  }

  private Incoming publish(int flags) throws IOException {
    int qos = (flags >> 1) & 3;
    if (qos == 3) {
      return new Broken("PUBLISH with QoS 3");
    }
    int packetBytes = left;
    // Shorter than its fixed fields: there is nothing to acknowledge.
    if (packetBytes < 2 + (qos > 0 ? 2 : 0)) {
      return new Broken("PUBLISH with " + packetBytes + " bytes");
    }
    int topicBytes = u16();
    if (topicBytes + (qos > 0 ? 2 : 0) > left) {
      return new Broken("PUBLISH of " + packetBytes + " bytes with a topic of " + topicBytes);
    }
    Topic topic = topic(bytes(topicBytes));
    int packetId = qos > 0 ? u16() : 0;
    if (qos > 0 && packetId == 0) {
      return new Broken("PUBLISH with QoS " + qos + " and packet identifier 0");
    }
    var delivery = new Delivery(qos, packetId, (flags & 8) != 0, (flags & 1) != 0);
    return version == MqttVersion.V5
        ? withProperties(topic, delivery)
        : message(topic, delivery, null, Wanted.NOTHING);
  }

  private Incoming withProperties(Topic topic, Delivery delivery) throws IOException {
    int length = 0;
    int shift = 0;
    int next;
    do {
      if (left == 0 || shift > 21) {
        return unkept(topic, delivery, "the length of the properties is malformed");
      }
      next = next();
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while ((next & 0x80) != 0);
    if (length > left) {
      return unkept(topic, delivery, "the properties are longer than the packet");
    }
    if (length > PROPERTIES_BYTES_MAX) {
      return unkept(topic, delivery, "the properties have " + length + " bytes");
    }
    byte[] body = bytes(length);
    Cursor cursor = new Cursor(body, 0, length);
    PropertyReader properties = new PropertyReader();
    properties.read(cursor);
    String fault = cursor.fault();
    if (fault == null && properties.hasTopicAlias()) {
      fault = "a topic alias came, and none was allowed";
    }
    return fault == null
        ? message(topic, delivery, properties.contentType(), properties.wanted())
        : unkept(topic, delivery, fault);
  }

  private Incoming message(
      Topic topic, Delivery delivery, @Nullable String contentType, Wanted wanted)
      throws IOException {
    if (left > payloadBytesMax) {
      return unkept(topic, delivery, null);
    }
    return new Incoming.Publish(topic, delivery, contentType, ByteString.of(bytes(left)), wanted);
  }

  private Incoming unkept(Topic topic, Delivery delivery, @Nullable String reason)
      throws IOException {
    int length = left;
    MessageDigest sha256 = sha256();
    while (left > 0) {
      if (at == limit) {
        fill();
      }
      int count = Math.min(left, limit - at);
      sha256.update(buffer, at, count);
      at += count;
      left -= count;
    }
    return new Unkept(topic, delivery, length, Digest.of(sha256.digest()), reason);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Topic topic(byte[] bytes) {
    String text = Cursor.decoded(bytes, 0, bytes.length);
    if (text != null && !text.isEmpty() && text.indexOf('+') < 0 && text.indexOf('#') < 0) {
      return new Topic(text, true);
    }
    return new Topic(escaped(bytes), false);
  }

  /** ASCII as it is, each other byte, and the backslash, as {@code \xNN}. */
  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    for (byte each : bytes) {
      if (each >= ' ' && each < 0x7f && each != '\\') {
        text.append((char) each);
      } else {
        text.append("\\x").append(HexFormat.of().toHexDigits(each));
      }
    }
    return text.toString();
  }

  private int u16() throws IOException {
    return (next() << 8) | next();
  }

  private int next() throws IOException {
    if (at == limit) {
      fill();
    }
    left--;
    return buffer[at++] & 0xff;
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = new byte[Math.min(length, PAYLOAD_BYTES_AT_FIRST)];
    int held = 0;
    while (held < length) {
      if (at == limit) {
        fill();
      }
      if (held == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
      }
      int count = Math.min(bytes.length - held, limit - at);
      System.arraycopy(buffer, at, bytes, held, count);
      at += count;
      held += count;
    }
    left -= length;
    return bytes;
  }

  private void fill() throws IOException {
    int count = in.read(buffer, 0, buffer.length);
    if (count < 0) {
      throw new EOFException("the broker closed the connection");
    }
    at = 0;
    limit = count;
  }
}
