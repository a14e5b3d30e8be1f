package dev.penstock.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The address of the next page, parameter by parameter. */
final class NextLink {
  private final StringBuilder address;
  private char separator = '?';

  NextLink(String path) {
    this.address = new StringBuilder(path);
  }

  void add(String name, String value) {
    address
        .append(separator)
        .append(name)
        .append('=')
        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    separator = '&';
  }

  @Override
  public String toString() {
    return address.toString();
  }
}
