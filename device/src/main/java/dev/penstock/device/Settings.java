package dev.penstock.device;

import java.time.Duration;

/**
 * How a device seals.
 *
 * @param origin the device's name or UEID, as the gateway admitted it; 1 to 255 bytes
 * @param software name and version of the device's software, for the boot record; 1 to 255 bytes
 * @param closeAfter how long a block may wait for more records
 * @param heartbeatAfter how long the device may stay silent, at most an hour
 * @param resendAfter how long to wait for an ack before the oldest block is sent again
 * @param bufferBytesMax most bytes of records and blocks kept until acks come
 */
public record Settings(
    String origin,
    String software,
    Duration closeAfter,
    Duration heartbeatAfter,
    Duration resendAfter,
    int bufferBytesMax) {
  /** Room for one block's header and signature, ML-DSA's included. */
  static final int HEADER_BYTES = 4096;

  public Settings {
    origin = Cbor.text("origin", origin, 1, 255);
    software = Cbor.text("software", software, 1, 255);
    long ignored = Cbor.inRange("heartbeatAfter in s", heartbeatAfter.toSeconds(), 0, 3600);
    bufferBytesMax =
        (int) Cbor.inRange("bufferBytesMax", bufferBytesMax, 8 * HEADER_BYTES, Integer.MAX_VALUE);
  }

  /** Blocks of 1 s, heartbeats after 10 s, 30 s of patience for an ack, 4 MiB of memory. */
  public static Settings of(String origin, String software) {
    Duration second = Duration.ofSeconds(1);
    return new Settings(
        origin, software, second, second.multipliedBy(10), second.multipliedBy(30), 4 << 20);
  }
}
