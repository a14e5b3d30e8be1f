package dev.penstock.oidc;

import java.nio.charset.StandardCharsets;

/**
 * Names and values as RFC 6749 appendix B writes them ({@code application/x-www-form-urlencoded}),
 * in an address as in a body.
 */
final class Form {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789*-._";
  private static final String HEX = "0123456789ABCDEF";

  private final StringBuilder out = new StringBuilder();

  Form with(String name, String value) {
    if (!out.isEmpty()) {
      out.append('&');
    }
    out.append(encode(name)).append('=').append(encode(value));
    return this;
  }

  String text() {
    return out.toString();
  }

  static String encode(String value) {
    var out = new StringBuilder();
    for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      if (PLAIN.indexOf(c) >= 0) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return out.toString();
  }
}
