package dev.penstock.evidence.block;

import java.nio.charset.StandardCharsets;

/** CWT claims in the protected header (RFC 9597), where a block shall be a SCITT statement. */
public record Claims(String issuer, String subject) {
  static final int BYTES_MAX = 255;

  public Claims {
    mustFit("issuer", issuer);
    mustFit("subject", subject);
  }

  private static void mustFit(String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > BYTES_MAX) {
      throw new IllegalArgumentException(name + " has " + bytes + " bytes, must have 1..255");
    }
  }
}
