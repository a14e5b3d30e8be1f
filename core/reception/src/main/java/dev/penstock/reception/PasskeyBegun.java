package dev.penstock.reception;

import dev.penstock.access.Bytes;
import java.time.Duration;
import java.util.List;

/**
 * A challenge for a passkey to sign.
 *
 * @param allowed the passkeys that may; empty for any that the authenticator remembers
 */
public record PasskeyBegun(String ticket, Bytes challenge, List<Bytes> allowed, Duration term) {
  public PasskeyBegun {
    allowed = List.copyOf(allowed);
  }
}
