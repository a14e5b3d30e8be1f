package dev.penstock.reception;

import dev.penstock.access.Bytes;
import dev.penstock.access.PersonId;
import java.time.Duration;
import java.util.List;

/**
 * A request for a new passkey.
 *
 * @param exclude passkeys that the person has, so that no authenticator makes a second
 */
public record RegistrationBegun(
    String ticket,
    Bytes challenge,
    PersonId person,
    String name,
    String displayName,
    List<Bytes> exclude,
    Duration term) {
  public RegistrationBegun {
    exclude = List.copyOf(exclude);
  }
}
