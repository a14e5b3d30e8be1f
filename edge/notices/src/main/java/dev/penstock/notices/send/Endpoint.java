package dev.penstock.notices.send;

/**
 * Where a peer listens.
 *
 * @param host a name or an address
 */
public record Endpoint(String host, int port) {
  public Endpoint {
    if (!host.matches("[A-Za-z0-9._:%-]{1,253}")) {
      throw new IllegalArgumentException("host '" + host + "', must be a name or an address");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + ", must be 1..65535");
    }
  }

  /** True where nothing leaves this machine; no name is looked up for it. */
  public boolean isLoopback() {
    return isLoopback(host);
  }

  /** The same of a host. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("::1")
        || host.equals("[::1]")
        || host.matches("127(\\.[0-9]{1,3}){3}");
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
