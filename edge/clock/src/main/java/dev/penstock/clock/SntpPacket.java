package dev.penstock.clock;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The one packet of NTP that a client needs, RFC 5905 §7.3. What is sent tells nothing about us:
 * instead of our time it carries a random number, which the answer must repeat.
 */
final class SntpPacket {
  static final int BYTES = 48;

  private static final int VERSION = 4;
  private static final int CLIENT = 3;
  private static final int SERVER = 4;
  private static final int UNSYNCHRONIZED = 3;
  private static final int STRATUM_MAX = 15;
  private static final long SECOND = 1_000_000_000L;

  /** From 1900, where NTP's first era begins, to 1970. */
  private static final long SECONDS_TO_1970 = 2_208_988_800L;

  private SntpPacket() {}

  static byte[] request(long cookie) {
    var packet = ByteBuffer.allocate(BYTES);
    var _ = packet.put(0, (byte) (VERSION << 3 | CLIENT)).putLong(40, cookie);
    return packet.array();
  }

  /**
   * Reads what came back. Never throws for any content.
   *
   * @param sent what our clock said when the request left
   * @param elapsedNanos from then until this came
   */
  static TimeAnswer read(byte[] bytes, int length, long cookie, Instant sent, long elapsedNanos) {
    if (length < BYTES) {
      return new TimeAnswer.Unusable("answer of " + length + " bytes, must be 48");
    }
    var packet = ByteBuffer.wrap(bytes, 0, length);
    int mode = packet.get(0) & 7;
    int leap = packet.get(0) >>> 6 & 3;
    int stratum = packet.get(1) & 0xff;
    if (mode != SERVER || packet.getLong(24) != cookie) {
      return new TimeAnswer.Unusable("no answer to our question");
    }
    if (stratum == 0) {
      // RFC 5905 §7.4: the kiss-o'-death.
      return new TimeAnswer.Unusable("refuses to answer (" + word(packet.getInt(12)) + ")");
    }
    if (leap == UNSYNCHRONIZED || stratum > STRATUM_MAX) {
      return new TimeAnswer.Unusable("is not synchronized itself");
    }
    // RFC 5905 §8, with times as ns since what our clock said when the request left.
    long received = since(sent, packet.getLong(32));
    long answered = since(sent, packet.getLong(40));
    long there = answered - received;
    if (there < 0 || there > elapsedNanos) {
      return new TimeAnswer.Unusable("claims to have taken longer than the answer did");
    }
    long offset = (received + answered - elapsedNanos) / 2;
    long error =
        (elapsedNanos - there) / 2
            + shortNanos(packet.getInt(4)) / 2
            + shortNanos(packet.getInt(8));
    return new TimeAnswer.Measured(offset, error, stratum);
  }

  /** A timestamp of 32.32 bits, in the era that brings it next to our time; RFC 5905 §6. */
  private static long since(Instant base, long timestamp) {
    int seconds = (int) (timestamp >>> 32);
    int ours = (int) (base.getEpochSecond() + SECONDS_TO_1970);
    long fraction = ((timestamp & 0xffff_ffffL) * SECOND) >>> 32;
    // A difference of 32 bits with its sign is right across the end of an era.
    int apart = seconds - ours;
    return Math.multiplyExact((long) apart, SECOND) + fraction - base.getNano();
  }

  /** A duration of 16.16 bits. */
  private static long shortNanos(int value) {
    return ((value & 0xffff_ffffL) * SECOND) >>> 16;
  }

  private static String word(int code) {
    var text = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      char c = (char) (code >>> shift & 0xff);
      if (c >= 'A' && c <= 'Z') {
        text.append(c);
      }
    }
    return text.isEmpty() ? "without a reason" : text.toString();
  }
}
