package dev.penstock.evidence.block;

import dev.penstock.cbor.CborValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** CWT claims in the protected header (RFC 9597), where a block shall be a SCITT statement. */
public record Claims(String issuer, String subject) {
  private static final int BYTES_MAX = 255;

  public Claims {
    if (!fits(issuer) || !fits(subject)) {
      throw new IllegalArgumentException(
          "issuer and subject must have 1..255 bytes: " + issuer + ", " + subject);
    }
  }

  static boolean fits(String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 1 && bytes <= BYTES_MAX;
  }

  CborValue toCbor() {
    return new CborValue.Map(
        List.of(
            new CborValue.Pair(CborValue.of(1), CborValue.of(issuer)),
            new CborValue.Pair(CborValue.of(2), CborValue.of(subject))));
  }
}
