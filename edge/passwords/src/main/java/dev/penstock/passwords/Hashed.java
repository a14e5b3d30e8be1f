package dev.penstock.passwords;

/** What came of hashing a new password. */
public sealed interface Hashed {
  /** The hash to store, in the form that {@link Passwords} reads. */
  record Fresh(String stored) implements Hashed {
    /** A hash is what an attacker guesses against: it is not printed. */
    @Override
    public String toString() {
      return "Fresh[]";
    }
  }

  /** It is empty, too long, or has a character that no password can have. */
  record Unusable() implements Hashed {}

  /** Too many want the same at this moment; nothing was hashed. */
  record Busy() implements Hashed {}
}
