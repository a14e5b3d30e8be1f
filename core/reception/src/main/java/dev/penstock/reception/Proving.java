package dev.penstock.reception;

import org.jspecify.annotations.Nullable;

/** How a person in a session proves again to be that person. */
public sealed interface Proving {
  record ByPassword(String password, @Nullable String totp) implements Proving {
    /** Says nothing of the password. */
    @Override
    public String toString() {
      return "ByPassword";
    }
  }

  record ByPasskey(PasskeyAnswer answer) implements Proving {}
}
