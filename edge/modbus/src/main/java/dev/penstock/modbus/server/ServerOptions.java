package dev.penstock.modbus.server;

import java.time.Duration;

/**
 * Where masters are listened for.
 *
 * @param bind the address of this machine to listen at; 0.0.0.0 or :: for all
 * @param port 0 for any that is free
 * @param connectionsMax at the same time; a quarter of them, and 4 at least, from one address
 * @param idleMax after so long without a request a connection gives its place back
 * @param stallMax a request that has begun must have ended, and an answer be taken, within this
 */
public record ServerOptions(
    String bind, int port, int connectionsMax, Duration idleMax, Duration stallMax) {
  /** Each costs a thread and some 10 KB. */
  public static final int CONNECTIONS_MAX = 1_000;

  private static final int PORT_MAX = 65_535;

  public ServerOptions {
    if (!bind.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw new IllegalArgumentException(
          "bind is \"" + bind + "\", must be an address of this machine, as 0.0.0.0 or ::1");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port is " + port + ", must be 0.." + PORT_MAX);
    }
    if (connectionsMax < 1 || connectionsMax > CONNECTIONS_MAX) {
      throw new IllegalArgumentException(
          "connectionsMax is " + connectionsMax + ", must be 1.." + CONNECTIONS_MAX);
    }
    mustBeIn("idleMax", idleMax, Duration.ofMillis(50), Duration.ofDays(1));
    mustBeIn("stallMax", stallMax, Duration.ofMillis(50), Duration.ofMinutes(10));
  }

  /** For some dozens of masters. */
  public static ServerOptions at(String bind, int port) {
    return new ServerOptions(bind, port, 64, Duration.ofMinutes(10), Duration.ofSeconds(10));
  }

  private static void mustBeIn(String field, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException(field + " is " + value + ", must be " + min + ".." + max);
    }
  }
}
