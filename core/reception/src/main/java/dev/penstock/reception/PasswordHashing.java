package dev.penstock.reception;

/**
 * Hashes passwords, slowly on purpose. May be called by many threads at once; it says {@code Busy}
 * instead of taking memory for more than it was made for. Reception never holds a lock meanwhile.
 */
public interface PasswordHashing {
  /** Hashes a new password. */
  Hashed hash(String password);

  /** Compares a password with what {@link #hash} once made. */
  Checked check(String password, String hash);

  /** Costs as much as {@link #check} and finds nothing: for a name that nobody has. */
  Checked checkNothing(String password);

  /**
   * Whether a stored hash is cheaper to guess at than a new one would be, or cannot be read; then
   * the next right password is hashed anew.
   */
  boolean needsRehash(String hash);

  /** What came of hashing. */
  sealed interface Hashed {
    /** The hash, with all that is needed to check it. */
    record Made(String hash) implements Hashed {
      /** Says nothing of the hash. */
      @Override
      public String toString() {
        return "Made";
      }
    }

    /** Too many at once; later it can be done. */
    record Busy() implements Hashed {}
  }

  /** What came of comparing. */
  enum Checked {
    RIGHT,
    WRONG,
    BUSY
  }
}
