package dev.penstock.mqtt;

import dev.penstock.evidence.record.ByteString;
import java.nio.charset.StandardCharsets;

/** User and password at a broker. The password is never shown. */
public record Login(String user, ByteString password) {
  private static final int BYTES_MAX = 65_535;

  public Login {
    int userBytes = user.getBytes(StandardCharsets.UTF_8).length;
    if (userBytes < 1 || userBytes > BYTES_MAX) {
      throw new IllegalArgumentException("user has " + userBytes + " bytes, must have 1..65535");
    }
    if (password.size() > BYTES_MAX) {
      throw new IllegalArgumentException("password is too long, must have 0..65535 bytes");
    }
  }

  @Override
  public String toString() {
    return "user " + user;
  }
}
