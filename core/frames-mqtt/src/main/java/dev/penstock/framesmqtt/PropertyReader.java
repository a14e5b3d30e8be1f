package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.framesmqtt.Incoming.Properties;
import dev.penstock.framesmqtt.Incoming.Wanted;
import org.jspecify.annotations.Nullable;

/**
 * Reads the properties of one MQTT 5 packet (§2.2.2): keeps what a subscriber acts on, passes over
 * the rest, and refuses one that is unknown or stands there twice.
 */
final class PropertyReader {
  private static final int CONTENT_TYPE = 0x03;
  private static final int USER_PROPERTY = 0x26;
  private static final int SUBSCRIPTION_ID = 0x0b;

  private long seen;
  private @Nullable Long sessionExpirySeconds;
  private @Nullable Integer receiveMaximum;
  private @Nullable Integer maximumQos;
  private @Nullable Long maximumPacketBytes;
  private @Nullable String assignedClientId;
  private @Nullable Integer serverKeepAliveSeconds;
  private @Nullable Boolean isSharedAvailable;
  private @Nullable Boolean isWildcardAvailable;
  private @Nullable String reasonText;
  private @Nullable String serverReference;
  private @Nullable String contentType;
  private @Nullable Long expirySeconds;
  private @Nullable String answerTopic;
  private @Nullable ByteString correlation;

  /** Reads to the end of the cursor, which must hold the properties alone. */
  void read(Cursor in) {
    while (!in.isAtEnd() && in.fault() == null) {
      int id = in.variable();
      // A repeated one is a protocol error, except those two. All known ones are below 64.
      if (id < 64 && id != USER_PROPERTY && id != SUBSCRIPTION_ID) {
        long bit = 1L << id;
        if ((seen & bit) != 0) {
          in.refuse("property " + id + " stands there twice");
        }
        seen |= bit;
      }
      readOne(id, in);
    }
  }

  private void readOne(int id, Cursor in) {
    switch (id) {
      case 0x02 -> expirySeconds = in.u32();
      case CONTENT_TYPE -> contentType = in.text();
      case 0x08 -> answerTopic = in.text();
      case 0x09 -> correlation = in.binary();
      case 0x11 -> sessionExpirySeconds = in.u32();
      case 0x12 -> assignedClientId = in.text();
      case 0x13 -> serverKeepAliveSeconds = in.u16();
      case 0x1c -> serverReference = in.text();
      case 0x1f -> reasonText = in.text();
      case 0x21 -> receiveMaximum = in.u16();
      case 0x24 -> maximumQos = in.u8();
      case 0x27 -> maximumPacketBytes = in.u32();
      case 0x28 -> isWildcardAvailable = in.u8() != 0;
      case 0x2a -> isSharedAvailable = in.u8() != 0;
      default -> skip(id, in);
    }
  }

  private static void skip(int id, Cursor in) {
    switch (id) {
      case 0x01, 0x17, 0x19, 0x25, 0x29 -> {
        var _ = in.u8();
      }
      case 0x22, 0x23 -> {
        var _ = in.u16();
      }
      case 0x18 -> {
        var _ = in.u32();
      }
      case SUBSCRIPTION_ID -> {
        var _ = in.variable();
      }
      case 0x15, 0x1a -> {
        var _ = in.text();
      }
      case 0x16 -> in.skipBinary();
      case USER_PROPERTY -> {
        var _ = in.text();
        var _ = in.text();
      }
      default -> in.refuse("property " + id + " is unknown");
    }
  }

  @Nullable String contentType() {
    return contentType;
  }

  Wanted wanted() {
    return expirySeconds == null && answerTopic == null && correlation == null
        ? Wanted.NOTHING
        : new Wanted(expirySeconds, answerTopic, correlation);
  }

  /** A topic alias came although we allow none (MQTT 5 §3.3.2.3.4). */
  boolean hasTopicAlias() {
    return (seen & (1L << 0x23)) != 0;
  }

  Properties properties() {
    return new Properties(
        sessionExpirySeconds,
        receiveMaximum,
        maximumQos,
        maximumPacketBytes,
        assignedClientId,
        serverKeepAliveSeconds,
        isSharedAvailable,
        isWildcardAvailable,
        reasonText,
        serverReference);
  }
}
