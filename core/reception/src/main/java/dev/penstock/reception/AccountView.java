package dev.penstock.reception;

import dev.penstock.access.Bytes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people see of their own account.
 *
 * @param passwordChangedAt null when there is no password
 */
public record AccountView(
    PersonView person,
    @Nullable Instant passwordChangedAt,
    boolean hasTotp,
    List<PasskeyItem> passkeys,
    List<SessionItem> sessions) {
  public AccountView {
    passkeys = List.copyOf(passkeys);
    sessions = List.copyOf(sessions);
  }

  /** One passkey, without its key. */
  public record PasskeyItem(
      Bytes id,
      String label,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      boolean isBackedUp) {}
}
