package dev.penstock.syslog;

import dev.penstock.flow.intake.NamingLimits;
import dev.penstock.framessyslog.Framing;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Where to listen for syslog, and for what; docs/syslog.md explains each field to those who write
 * it.
 *
 * @param name of the listener, in records and messages; the source of what has none of its own
 * @param bind the address of this machine to listen at; 0.0.0.0 or :: for all
 * @param port 0 for any that is free
 */
public record SyslogOptions(String name, String bind, int port, Way way, NamingLimits names) {
  /** What the messages come over. */
  public sealed interface Way {
    /**
     * TLS 1.3 or 1.2 (RFC 5425).
     *
     * @param connections at the same time; a quarter of them from one address
     * @param messageBytes a longer message is not kept, but for its size and digest
     */
    record Tls(TlsFiles files, Framing framing, int connections, int messageBytes) implements Way {
      public Tls {
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(framing, "framing");
        mustBeIn("connections", connections, 1, CONNECTIONS_MAX);
        mustBeIn("messageBytes", messageBytes, MESSAGE_BYTES_MIN, MESSAGE_BYTES_MAX);
      }
    }

    /** UDP (RFC 5426), which loses messages without a word. */
    record Udp() implements Way {}
  }

  /** RFC 5425 §6. */
  public static final int PORT_TLS = 6514;

  /** RFC 5426 §3.3. */
  public static final int PORT_UDP = 514;

  /** Each costs a thread and some 50 KB. */
  public static final int CONNECTIONS_MAX = 10_000;

  public static final int CONNECTIONS_DEFAULT = 512;

  /** RFC 5425 §4.3.1: every receiver must take so much. */
  public static final int MESSAGE_BYTES_MIN = 2_048;

  /** A record has room for this much beside names and times. */
  public static final int MESSAGE_BYTES_MAX = 120 << 10;

  private static final int NAME_BYTES_MAX = 255;
  private static final int PORT_MAX = 65_535;

  public SyslogOptions {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > NAME_BYTES_MAX || name.charAt(0) == PeerNames.RESERVED) {
      throw new IllegalArgumentException(
          "name is \"" + name + "\", must have 1..255 bytes and not begin with ~");
    }
    if (!bind.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw new IllegalArgumentException(
          "bind is \"" + bind + "\", must be an address of this machine, as 0.0.0.0 or ::1");
    }
    mustBeIn("port", port, 0, PORT_MAX);
    Objects.requireNonNull(way, "way");
    Objects.requireNonNull(names, "names");
  }

  private static void mustBeIn(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }

  /** What is listened at, in words. */
  String place() {
    String over =
        switch (way) {
          case Way.Tls _ -> "tls ";
          case Way.Udp _ -> "udp ";
        };
    return over + bind + " port " + port;
  }
}
