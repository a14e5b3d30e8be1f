package dev.penstock.flow.intake;

import dev.penstock.evidence.record.ByteString;
import java.time.Instant;
import java.util.Objects;

/**
 * One message on a device's block topic: bytes that claim to be a signed block.
 *
 * @param listener the broker link or socket it came by
 * @param source the name in the topic, which the device chose; what the block's key says decides
 * @param session the {@linkplain Heard#session() session} of the listener
 */
public record DeviceBlock(
    String listener, String source, Instant receivedTime, long session, ByteString bytes) {
  public DeviceBlock {
    Words.mustBeWord("listener", listener);
    Words.mustBeWord("source", source);
    Objects.requireNonNull(receivedTime, "receivedTime");
    Objects.requireNonNull(bytes, "bytes");
  }
}
