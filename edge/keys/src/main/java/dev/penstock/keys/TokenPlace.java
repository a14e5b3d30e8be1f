package dev.penstock.keys;

import java.nio.file.Path;

/**
 * Where a PKCS #11 token is found.
 *
 * @param library the token's driver, an absolute path
 * @param slot the slot's id, as the driver's own tool prints it
 */
public record TokenPlace(Path library, long slot) {
  public TokenPlace {
    // The provider's configuration is text of lines; a path must not be able to add one.
    if (!library.isAbsolute() || !library.toString().matches("[A-Za-z0-9._/+@-]+")) {
      throw new IllegalArgumentException(
          "token library " + library + " must be an absolute path of plain characters");
    }
    if (slot < 0) {
      throw new IllegalArgumentException("token slot " + slot + " is negative");
    }
  }

  @Override
  public String toString() {
    return "slot " + slot + " of " + library.getFileName();
  }
}
