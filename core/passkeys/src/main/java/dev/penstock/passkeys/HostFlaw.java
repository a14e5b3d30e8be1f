package dev.penstock.passkeys;

import java.util.Locale;

/** Why passkeys cannot work at an address, for the person who chooses the node's name. */
public enum HostFlaw {
  /** A relying party is named by a domain (WebAuthn §5.1.2), which an IP address has none of. */
  ADDRESS("an IP address is no name that a passkey can belong to: open the node by a host name"),
  /** Not {@code localhost} and without a dot: browsers do not agree on taking it for a domain. */
  NO_DOMAIN("a host name without a dot is no domain: give the node a full name"),
  /** Web Authentication exists in secure contexts only. */
  NOT_SECURE("browsers offer passkeys over https only, over plain http at localhost alone"),
  /** No host name at all. */
  MALFORMED("this is no host name");

  private final String text;

  HostFlaw(String text) {
    this.text = text;
  }

  /** The word for programs. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The same in plain words, without a full stop. */
  public String text() {
    return text;
  }
}
