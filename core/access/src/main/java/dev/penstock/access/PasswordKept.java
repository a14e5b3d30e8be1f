package dev.penstock.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a password.
 *
 * @param hash its hash with all that is needed to check it, as the hashing wrote it
 * @param earlier hashes of the passwords before it, newest first
 * @param mustChange somebody else has seen it: nothing is allowed before it is changed
 * @param endsAt the first instant at which it is no longer accepted; null for one of the person's
 *     own choice
 */
public record PasswordKept(
    String hash,
    List<String> earlier,
    Instant changedAt,
    boolean mustChange,
    @Nullable Instant endsAt) {
  public static final int HASH_MAX = 512;
  public static final int EARLIER_MAX = 24;

  public PasswordKept {
    Checks.mustBeText("a password's hash", hash, HASH_MAX);
    Checks.mustHold("earlier passwords", earlier, EARLIER_MAX);
    earlier = List.copyOf(earlier);
  }

  public boolean isInForce(Instant now) {
    return endsAt == null || now.isBefore(endsAt);
  }

  /** The same password, hashed anew. */
  public PasswordKept hashedAnew(String fresh) {
    return new PasswordKept(fresh, earlier, changedAt, mustChange, endsAt);
  }

  /** Says nothing of the hashes. */
  @Override
  public String toString() {
    return "PasswordKept[changedAt=" + changedAt + ", mustChange=" + mustChange + "]";
  }
}
