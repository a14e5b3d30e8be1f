package dev.penstock.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the API listens, how it is reached there, and its limits.
 *
 * @param bind an address, not a name; a loopback one as long as the API speaks plain HTTP: nobody
 *     beyond this machine may reach that
 * @param port 0 for any that is free
 */
public record WebOptions(String bind, int port, WebLimits limits, Way way) {
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

  /** What is spoken at the port; nothing else is answered there. */
  public sealed interface Way {
    /** HTTP/1.1 as it is. */
    record Plain() implements Way {}

    /**
     * HTTP/2 and HTTP/1.1 over TLS 1.3.
     *
     * @param hosts names and addresses by which the node is called, besides loopback's and the one
     *     it listens at
     * @param own where the operator's own certificate is; empty for one of the site's authority
     */
    record Tls(List<String> hosts, Optional<OwnCertificate> own) implements Way {
      /** More would be another node. */
      public static final int HOSTS_MAX = 32;

      public Tls {
        hosts = List.copyOf(hosts);
        if (hosts.size() > HOSTS_MAX) {
          throw new IllegalArgumentException("hosts has " + hosts.size() + ", at most 32");
        }
        for (String host : hosts) {
          if (!HostName.isHost(host) && !HostName.isAddress(host)) {
            throw new IllegalArgumentException(
                "\"" + host + "\" is neither a host name in lower case nor an address");
          }
        }
      }
    }
  }

  /**
   * Two PEM files.
   *
   * @param chain the server's certificate, then those that lead to a root
   * @param key PKCS #8 without passphrase
   */
  public record OwnCertificate(Path chain, Path key) {}

  public WebOptions {
    Objects.requireNonNull(limits, "limits");
    switch (way) {
      case Way.Plain() -> {
        if (!isLoopback(bind)) {
          throw new IllegalArgumentException(
              "bind is \"" + bind + "\", must be a loopback address as 127.0.0.1 or ::1");
        }
      }
      case Way.Tls _ -> {
        if (!HostName.isAddress(bind)) {
          throw new IllegalArgumentException(
              "bind is \"" + bind + "\", must be an address of this machine, or 0.0.0.0 for all");
        }
      }
    }
    if (port < 0 || port > PORT_MAX) {
      throw new IllegalArgumentException("port is " + port + ", must be 0.." + PORT_MAX);
    }
  }

  /** Plain HTTP, which is for loopback alone. */
  public WebOptions(String bind, int port, WebLimits limits) {
    this(bind, port, limits, new Way.Plain());
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
