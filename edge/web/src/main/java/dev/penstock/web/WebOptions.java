package dev.penstock.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where the API listens, and its limits.
 *
 * @param bind a loopback address: as long as the API speaks plain HTTP to one token, nobody beyond
 *     this machine may reach it
 * @param port 0 for any that is free
 */
public record WebOptions(String bind, int port, WebLimits limits) {
  /** The address that every machine has. */
  public static final String BIND_DEFAULT = "127.0.0.1";

  /**
   * In no list of well-known services, and below the ports that systems give away by themselves.
   */
  public static final int PORT_DEFAULT = 7640;

  /** How the API listens when nobody says otherwise. */
  public static final WebOptions DEFAULT =
      new WebOptions(BIND_DEFAULT, PORT_DEFAULT, WebLimits.DEFAULT);

  private static final int PORT_MAX = 65_535;

  public WebOptions {
    Objects.requireNonNull(limits, "limits");
    if (!isLoopback(bind)) {
      throw new IllegalArgumentException(
          "bind is \"" + bind + "\", must be a loopback address as 127.0.0.1 or ::1");
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port is " + port + ", must be 0.." + PORT_MAX);
    }
  }

  /** True for an address, not a name, that only this machine reaches. */
  public static boolean isLoopback(String address) {
    // Names are not looked up: what they mean may change.
    if (!address.matches("127(\\.[0-9]{1,3}){3}|(0+:){1,7}0*1|::1")) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
