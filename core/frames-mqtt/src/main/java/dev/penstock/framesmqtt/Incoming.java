package dev.penstock.framesmqtt;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.merkle.Digest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packet from the broker, as a client needs it. */
public sealed interface Incoming {
  /** The answer to CONNECT. */
  record ConnAck(boolean isSessionPresent, int reason, Properties properties) implements Incoming {}

  /**
   * A message.
   *
   * @param wanted what its sender wants of who reads it, in MQTT 5
   */
  record Publish(
      Topic topic,
      Delivery delivery,
      @Nullable String contentType,
      ByteString payload,
      Wanted wanted)
      implements Incoming {
    /** One whose sender wants nothing. */
    public Publish(
        Topic topic, Delivery delivery, @Nullable String contentType, ByteString payload) {
      this(topic, delivery, contentType, payload, Wanted.NOTHING);
    }
  }

  /**
   * What a message says of an answer, and of how long it counts (MQTT 5 §3.3.2.3).
   *
   * @param expirySeconds how long it is still to be kept; null for as long as may be
   * @param answerTopic where an answer is to go; null for none
   * @param correlation goes back with the answer
   */
  record Wanted(
      @Nullable Long expirySeconds,
      @Nullable String answerTopic,
      @Nullable ByteString correlation) {
    /** None of these. */
    public static final Wanted NOTHING = new Wanted(null, null, null);
  }

  /**
   * A message that was read to its end but not kept: too large, or not as the standard says. It has
   * a packet identifier like any other, so that it can be acknowledged; a broker would else send it
   * again for ever.
   *
   * @param payloadBytes how many came; of the whole packet where the payload cannot be found
   * @param digest over those bytes
   * @param reason null when it is merely too large; else what is wrong with it
   */
  record Unkept(
      Topic topic, Delivery delivery, long payloadBytes, Digest digest, @Nullable String reason)
      implements Incoming {}

  record PubAck(int packetId, int reason) implements Incoming {}

  /** A message of ours at QoS 2 is theirs; the second half is ours to begin. */
  record PubRec(int packetId, int reason) implements Incoming {}

  /** A message of ours at QoS 2 is done with. */
  record PubComp(int packetId, int reason) implements Incoming {}

  /** The second half of a QoS 2 delivery begins: the broker has forgotten the message. */
  record PubRel(int packetId) implements Incoming {}

  /** One reason for each subscription asked for, in their order. */
  record SubAck(int packetId, List<Integer> reasons) implements Incoming {
    public SubAck {
      reasons = List.copyOf(reasons);
    }
  }

  record PingResp() implements Incoming {}

  /** The broker ends the connection and says why (MQTT 5). */
  record Disconnect(int reason, Properties properties) implements Incoming {}

  /**
   * Bytes that are no packet, or one that a broker must not send; where the next one begins is not
   * known. The connection must be closed (MQTT 5 §4.13).
   */
  record Broken(String reason) implements Incoming {}

  /**
   * A topic as it came.
   *
   * @param text the topic; with {@code \xNN} for bytes that cannot stand in one, where it is not
   *     readable
   * @param isReadable whether it is a topic name: UTF-8, not empty, without wildcard and U+0000
   *     (MQTT 5 §4.7.3)
   */
  record Topic(String text, boolean isReadable) {}

  /**
   * How a message was delivered.
   *
   * @param packetId 0 at QoS 0
   * @param isDuplicate the broker may have sent it before
   * @param isRetained the broker had it stored when we subscribed
   */
  record Delivery(int qos, int packetId, boolean isDuplicate, boolean isRetained) {}

  /** The properties of MQTT 5 that a subscriber acts on or shows; absent ones are null. */
  record Properties(
      @Nullable Long sessionExpirySeconds,
      @Nullable Integer receiveMaximum,
      @Nullable Integer maximumQos,
      @Nullable Long maximumPacketBytes,
      @Nullable String assignedClientId,
      @Nullable Integer serverKeepAliveSeconds,
      @Nullable Boolean isSharedAvailable,
      @Nullable Boolean isWildcardAvailable,
      @Nullable String reasonText,
      @Nullable String serverReference) {
    /** None at all: MQTT 3.1.1, or nothing said. */
    public static final Properties NONE =
        new Properties(null, null, null, null, null, null, null, null, null, null);
  }
}
