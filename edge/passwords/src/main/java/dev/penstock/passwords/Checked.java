package dev.penstock.passwords;

/** What came of comparing a password with a stored hash. */
public sealed interface Checked {
  /**
   * It is the password.
   *
   * @param needsRehash the hash was made at another cost than is usual now; make a new one while
   *     the password is at hand
   */
  record Right(boolean needsRehash) implements Checked {}

  /** It is not, or there is nothing readable to compare it with. */
  record Wrong() implements Checked {}

  /** Too many want the same at this moment; nothing was compared. */
  record Busy() implements Checked {}
}
