package dev.penstock.web;

import java.net.InetAddress;

/** Tells by their form what names of hosts and what addresses are; nothing is looked up. */
public final class HostName {
  private static final int HOST_CHARS_MAX = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  private HostName() {}

  /** True for a name as RFC 1123 §2.1 has it, in lower case, that is not an address. */
  public static boolean isHost(String text) {
    return text.length() <= HOST_CHARS_MAX
        && text.matches(LABEL + "(?:\\." + LABEL + ")*")
        && !text.matches("(?:.*\\.)?[0-9]+");
  }

  /** True for an IPv4 address of four numbers, or an IPv6 address without a zone. */
  public static boolean isAddress(String text) {
    if (!text.matches("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*")) {
      return false;
    }
    try {
      var _ = InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** True for a name that HSTS can hold: RFC 6797 §8.1.1 leaves addresses out. */
  static boolean isStrict(String host) {
    return isHost(host) && !host.equals("localhost") && !host.endsWith(".localhost");
  }

  /** As it stands in an address on the web: an IPv6 address in brackets. */
  public static String inAuthority(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
