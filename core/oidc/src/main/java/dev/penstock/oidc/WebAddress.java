package dev.penstock.oidc;

import java.util.regex.Pattern;

/** Which addresses count: https, or http where it does not leave the machine. */
public final class WebAddress {
  /** Beyond what any provider names. */
  private static final int CHARS_MAX = 2_000;

  private static final Pattern GOOD =
      Pattern.compile(
          "(https://([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])"
              + "|http://(localhost|127\\.0\\.0\\.1|\\[::1]))"
              + "(:[1-9][0-9]{0,3}|:[1-5][0-9]{4}|:6[0-4][0-9]{3})?"
              + "(/(%[0-9A-Fa-f]{2}|[A-Za-z0-9._~!$&'()*+,;=:@/-])*)?"
              + "(\\?(%[0-9A-Fa-f]{2}|[A-Za-z0-9._~!$&'()*+,;=:@/?-])*)?");

  private WebAddress() {}

  /** True for an address that may be asked: no fragment, no name or password in it. */
  public static boolean isSafe(String address) {
    return address.length() <= CHARS_MAX && GOOD.matcher(address).matches();
  }

  /** True for what an issuer may be (OpenID Connect Core §2): without a query as well. */
  public static boolean isIssuer(String address) {
    return isSafe(address) && address.indexOf('?') < 0;
  }
}
