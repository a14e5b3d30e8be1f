package dev.penstock.access;

import java.util.Optional;

/** How somebody came in. */
public enum Way {
  SET_UP("set-up"),
  PASSWORD("password"),
  PASSWORD_TOTP("password-totp"),
  PASSKEY("passkey"),
  OIDC("oidc"),
  CERTIFICATE("certificate"),
  BREAK_GLASS("break-glass");

  private final String wireName;

  Way(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Way> ofWireName(String wireName) {
    return Wire.find(values(), Way::wireName, wireName);
  }
}
