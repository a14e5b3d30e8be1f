package dev.penstock.passkeys;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a passkey is made for: the domain it belongs to, what the browser shows of it, and the
 * origins from which it may be used.
 *
 * @param id the RP ID, a domain in lower case (WebAuthn §4); a passkey is bound to it for ever
 * @param name what an authenticator shows to its owner
 * @param origins as browsers write them ({@code https://penstock.example:8443}), each at the domain
 *     or below it (WebAuthn §13.4.9); at least one
 */
public record RelyingParty(String id, String name, List<String> origins) {
  /** More than one node has names. */
  public static final int ORIGIN_COUNT_MAX = 16;

  private static final int NAME_CHARS_MAX = 64;
  private static final int HOST_CHARS_MAX = 253;
  private static final String LOCALHOST = "localhost";

  private static final Pattern HOST =
      Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,62})(\\.[a-z0-9_]([a-z0-9_-]{0,62}))*");

  /** What makes a browser take a host for an IPv4 address: a last part that is a number. */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  private static final Pattern ORIGIN = Pattern.compile("(https?)://([^:/]+)(:[1-9][0-9]{0,4})?");

  /** A host as a request names it: with or without a port. */
  private static final Pattern WITH_PORT = Pattern.compile("([^:]*)(:[0-9]{0,5})?");

  public RelyingParty {
    origins = List.copyOf(origins);
    Optional<HostFlaw> flaw = flawOfHost(id, true);
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "RP ID " + id + " must be a domain in lower case" + flaw.map(f -> ": " + f).orElse(""));
    }
    if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
      throw new IllegalArgumentException("name must have 1.." + NAME_CHARS_MAX + " characters");
    }
    if (origins.isEmpty() || origins.size() > ORIGIN_COUNT_MAX) {
      throw new IllegalArgumentException(
          origins.size() + " origins, must be 1.." + ORIGIN_COUNT_MAX);
    }
    for (String origin : origins) {
      if (!isOriginOf(id, origin)) {
        throw new IllegalArgumentException(
            "origin " + origin + " is not https at " + id + " or below it");
      }
    }
  }

  /**
   * Why no passkey can be made or used at this host, or empty when it can.
   *
   * @param host as a request names it, a port allowed
   * @param isTls whether the page comes over https
   */
  public static Optional<HostFlaw> flawOfHost(String host, boolean isTls) {
    String asked = lower(host);
    if (asked.startsWith("[") || asked.indexOf(':') != asked.lastIndexOf(':')) {
      return Optional.of(HostFlaw.ADDRESS);
    }
    Matcher parts = WITH_PORT.matcher(asked);
    if (!parts.matches()) {
      return Optional.of(HostFlaw.MALFORMED);
    }
    String name = parts.group(1);
    if (name.length() > HOST_CHARS_MAX || !HOST.matcher(name).matches()) {
      return Optional.of(HostFlaw.MALFORMED);
    }
    if (ENDS_IN_NUMBER.matcher(name).matches()) {
      return Optional.of(HostFlaw.ADDRESS);
    }
    if (isLocal(name)) {
      return Optional.empty();
    }
    if (name.indexOf('.') < 0) {
      return Optional.of(HostFlaw.NO_DOMAIN);
    }
    return isTls ? Optional.empty() : Optional.of(HostFlaw.NOT_SECURE);
  }

  /** True for a domain in lower case that a passkey can be bound to. */
  static boolean isId(String id) {
    return flawOfHost(id, true).isEmpty() && !id.contains(":") && id.equals(lower(id));
  }

  /** An origin in the browser's own spelling: lower case, no default port, no path. */
  static boolean isOriginOf(String id, String origin) {
    Matcher parts = ORIGIN.matcher(origin);
    if (!parts.matches()) {
      return false;
    }
    boolean isTls = parts.group(1).equals("https");
    String host = parts.group(2);
    String port = parts.group(3);
    boolean isDefaultPort = (isTls ? ":443" : ":80").equals(port);
    return !isDefaultPort
        && host.equals(lower(host))
        && (host.equals(id) || host.endsWith("." + id))
        && flawOfHost(host, isTls).isEmpty();
  }

  private static boolean isLocal(String host) {
    return host.equals(LOCALHOST) || host.endsWith("." + LOCALHOST);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
