package dev.penstock.passkeys;

import java.util.Optional;

/** What both ceremonies ask of authenticator data that has its form, in the same order. */
final class Presence {
  private Presence() {}

  /** §7.1 steps 14 to 17, §7.2 steps 15 to 18. */
  static Optional<Refused> fault(AuthenticatorData data, String id) {
    // §7.1 step 14, §7.2 step 15. The extension "appid" is never asked for.
    if (!data.isFor(id)) {
      return refused(Step.RELYING_PARTY, "made for another relying party than " + id);
    }
    // §7.1 step 15, §7.2 step 16. Registration is never asked for by conditional mediation.
    if (!data.isUserPresent()) {
      return refused(Step.USER_PRESENT, "nobody was there");
    }
    // §7.1 step 16, §7.2 step 17: always required, so that one passkey is two factors.
    if (!data.isUserVerified()) {
      return refused(Step.USER_VERIFIED, "the authenticator did not verify who was there");
    }
    // §7.1 step 17, §7.2 step 18, §6.1.3.
    if (data.isBackedUp() && !data.isBackupEligible()) {
      return refused(Step.BACKUP_STATE, "backed up, but not eligible for it");
    }
    return Optional.empty();
  }

  private static Optional<Refused> refused(Step step, String reason) {
    return Optional.of(new Refused(step, reason));
  }
}
