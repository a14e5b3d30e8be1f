package dev.penstock.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A WebAuthn credential of a person.
 *
 * @param id as the authenticator made it; WebAuthn Level 2 §4 allows 1,023 bytes
 * @param publicKey in COSE_Key form, as it was registered
 * @param signatureCount the last one seen; an authenticator without a counter says 0 always
 * @param label how the person calls it
 */
public record Passkey(
    Bytes id,
    Bytes publicKey,
    long signatureCount,
    boolean isBackupEligible,
    boolean isBackedUp,
    String label,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {
  public static final int ID_BYTES_MAX = 1023;
  public static final int PUBLIC_KEY_BYTES_MAX = 2048;
  public static final int LABEL_MAX = 100;
  private static final long COUNT_MAX = 0xffff_ffffL;

  public Passkey {
    Checks.mustBeIn("bytes of a passkey's id", id.sizeBytes(), 1, ID_BYTES_MAX);
    Checks.mustBeIn("bytes of a passkey", publicKey.sizeBytes(), 1, PUBLIC_KEY_BYTES_MAX);
    Checks.mustBeIn("signature count", signatureCount, 0, COUNT_MAX);
    Checks.mustBeText("a passkey's label", label, LABEL_MAX);
  }

  /**
   * True when a signature with this count can come from the one authenticator that we know: a count
   * that does not grow tells of a copy (WebAuthn Level 2 §7.2 step 21).
   */
  public boolean isNext(long count) {
    return count > signatureCount || (count == 0 && signatureCount == 0);
  }

  /** It was used to sign. */
  public Passkey used(long count, boolean backedUpNow, Instant at) {
    return new Passkey(id, publicKey, count, isBackupEligible, backedUpNow, label, createdAt, at);
  }
}
