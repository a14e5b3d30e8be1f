package dev.penstock.plant;

/** How somebody or something comes in at an access point. */
public enum AccessKind implements Worded {
  /** People of the own organisation from elsewhere. */
  REMOTE("remote"),
  /** Suppliers and service providers. */
  VENDOR("vendor"),
  /** A service in somebody else's data centre. */
  CLOUD("cloud"),
  /** Radio. */
  WIRELESS("wireless"),
  /** A serial line or a modem. */
  SERIAL("serial"),
  /** Sticks and disks that are carried in. */
  USB("usb"),
  /** A port or panel at the place itself. */
  LOCAL("local");

  private final String word;

  AccessKind(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }

  /** True when whoever comes in comes over a network of others. */
  public boolean isFromOutside() {
    return this == REMOTE || this == VENDOR || this == CLOUD;
  }
}
