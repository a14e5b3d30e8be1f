package dev.penstock.access;

/** A person's fresh proof of being that person, for critical actions. */
public record Proof(Way way, Moment at) {
  /** What such a proof is worth under an approval; nothing when one factor stands alone. */
  public boolean isEnoughToApprove() {
    return switch (way) {
      case PASSWORD_TOTP, PASSKEY, BREAK_GLASS -> true;
      case SET_UP, PASSWORD, OIDC, CERTIFICATE -> false;
    };
  }
}
