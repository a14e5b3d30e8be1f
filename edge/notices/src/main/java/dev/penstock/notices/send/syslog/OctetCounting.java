package dev.penstock.notices.send.syslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** RFC 5425 §4.3.1: each message behind its length, so that none ends where another begins. */
final class OctetCounting {
  private OctetCounting() {}

  static byte[] frames(List<byte[]> messages) {
    var frames = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      frames.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
      frames.writeBytes(message);
    }
    return frames.toByteArray();
  }
}
