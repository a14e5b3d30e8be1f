package dev.penstock.clock;

/** Where a time server is asked, over NTP. */
public record TimeServer(String host, int port) {
  /** IANA: ntp. */
  public static final int PORT_DEFAULT = 123;

  public TimeServer {
    if (host.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("time server " + host + ", port " + port);
    }
  }

  @Override
  public String toString() {
    return port == PORT_DEFAULT ? host : host + ":" + port;
  }
}
