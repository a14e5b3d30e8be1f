package dev.penstock.passkeys;

/** What the signature counter of an answer says (WebAuthn §6.1.1, §7.2 step 22). */
public enum CounterVerdict {
  /** Always zero: this authenticator does not count, as passkeys that are synchronised do not. */
  NOT_COUNTED,
  /** Higher than the one kept. */
  HIGHER,
  /**
   * Not higher than the one kept: perhaps two devices hold the key, perhaps answers came in another
   * order than they were made. The signature is good all the same; whoever asked decides.
   */
  CLONE_SUSPECT;

  static CounterVerdict of(long kept, long given) {
    if (kept == 0 && given == 0) {
      return NOT_COUNTED;
    }
    return given > kept ? HIGHER : CLONE_SUSPECT;
  }
}
