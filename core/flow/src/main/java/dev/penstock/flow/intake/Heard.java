package dev.penstock.flow.intake;

import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.evidence.record.Scalar;
import dev.penstock.merkle.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message from outside, before it has a number.
 *
 * @param listener the broker link or socket it came by, as the configuration names it
 * @param source who says it, by the naming rules
 * @param point what it is about, by the naming rules
 * @param address what the sender calls the point, where the point does not tell: the topic of a
 *     message in a collecting point ({@link TopicName#isCollecting}); else null
 * @param sourceTime what the source says; null when it says nothing
 * @param receivedTime when the last byte of it was read
 * @param session counts the listener's connections; messages of one session came by one connection
 */
public record Heard(
    String listener,
    String source,
    String point,
    @Nullable String address,
    @Nullable Instant sourceTime,
    Instant receivedTime,
    Payload payload,
    long session) {
  public Heard {
    Words.mustBeWord("listener", listener);
    Words.mustBeWord("source", source);
    Words.mustBeWord("point", point);
    Objects.requireNonNull(receivedTime, "receivedTime");
    Objects.requireNonNull(payload, "payload");
  }

  /**
   * The value its record has: the payload, or in a collecting point the list of address, content
   * type, bytes and flags, so that the address is never lost.
   */
  public SampleValue value() {
    if (address == null) {
      return payload;
    }
    String type = payload.contentType();
    Integer flags = payload.flags();
    return new SampleValue.Many(
        List.of(
            new Scalar.Text(address),
            type == null ? new Scalar.None() : new Scalar.Text(type),
            new Scalar.Bytes(payload.bytes()),
            new Scalar.Whole(flags == null ? 0 : flags)));
  }

  /**
   * The value where the payload is kept beside the record: the same with the digest and length in
   * place of the bytes.
   */
  public SampleValue storedValue(Digest digest) {
    String type = payload.contentType();
    Integer flags = payload.flags();
    int size = payload.bytes().size();
    if (address == null) {
      return new SampleValue.Stored(type, flags, digest, size);
    }
    return new SampleValue.Many(
        List.of(
            new Scalar.Text(address),
            type == null ? new Scalar.None() : new Scalar.Text(type),
            new Scalar.None(),
            new Scalar.Whole(flags == null ? 0 : flags),
            new Scalar.Bytes(ByteString.of(digest.bytes())),
            new Scalar.Whole(size)));
  }

  /** Who, where and how much; never the content. */
  @Override
  public String toString() {
    return listener + " " + source + "/" + point + " " + payload.bytes().size() + " bytes";
  }
}
