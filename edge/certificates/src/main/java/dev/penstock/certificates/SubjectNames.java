package dev.penstock.certificates;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bouncycastle.util.IPAddress;

/**
 * Whom a certificate is about.
 *
 * @param common its common name: who it is in words, or a pseudonym; 1 to 64 bytes of UTF-8, which
 *     are within the 64 characters of RFC 5280 appendix A.1
 * @param hosts DNS names it stands for, in lower case
 * @param addresses IP addresses it stands for, as they are written
 */
public record SubjectNames(String common, List<String> hosts, List<String> addresses) {
  private static final int COMMON_BYTES_MAX = 64;
  private static final int HOST_CHARS_MAX = 253;
  private static final int NAMES_MAX = 100;

  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  public SubjectNames {
    hosts = List.copyOf(hosts);
    addresses = List.copyOf(addresses);
    if (!isCommon(common)) {
      throw new IllegalArgumentException(
          "the name of a certificate has 1 to 64 bytes of UTF-8, no control characters");
    }
    for (String host : hosts) {
      if (!isHost(host)) {
        throw new IllegalArgumentException("\"" + host + "\" is no host name in lower case");
      }
    }
    for (String address : addresses) {
      if (!isAddress(address)) {
        throw new IllegalArgumentException("\"" + address + "\" is no IP address");
      }
    }
    if (hosts.size() + addresses.size() > NAMES_MAX) {
      throw new IllegalArgumentException("a certificate has at most " + NAMES_MAX + " names");
    }
  }

  /** Somebody who is no host. */
  public static SubjectNames of(String common) {
    return new SubjectNames(common, List.of(), List.of());
  }

  /** True for what may be a common name here. */
  public static boolean isCommon(String text) {
    return !text.isBlank()
        && text.length() <= COMMON_BYTES_MAX
        && text.getBytes(StandardCharsets.UTF_8).length <= COMMON_BYTES_MAX
        && text.equals(text.strip())
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** True for a name as RFC 1123 §2.1 has it, in lower case, that is not an address. */
  public static boolean isHost(String text) {
    return text.length() <= HOST_CHARS_MAX
        && text.matches(LABEL + "(?:\\." + LABEL + ")*")
        && !text.matches("(?:.*\\.)?[0-9]+");
  }

  /** True for an IPv4 address of four numbers, or for an IPv6 address. */
  public static boolean isAddress(String text) {
    return IPAddress.isValidIPv4(text) || IPAddress.isValidIPv6(text);
  }
}
