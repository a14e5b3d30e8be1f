package dev.penstock.keys;

import dev.penstock.signature.JdkSignatures;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.security.SecureRandom;

/** What the tests of this module share. */
final class Fixtures {
  /** The cheapest that Argon2id allows: the tests are not about its cost. */
  static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

  static final JdkSignatures JDK = new JdkSignatures();
  static final SecureRandom RANDOM = new SecureRandom();

  private Fixtures() {}

  static Passphrase passphrase() {
    return Passphrase.of("correct horse".toCharArray());
  }

  static SoftwareKeys create(Storage folder) throws IOException {
    try (Passphrase passphrase = passphrase()) {
      return SoftwareKeys.create(folder, passphrase, CHEAP, JDK, RANDOM);
    }
  }

  static SoftwareKeysOpening opening(Storage folder, String passphrase) throws IOException {
    try (Passphrase typed = Passphrase.of(passphrase.toCharArray())) {
      return SoftwareKeys.open(folder, typed, JDK, RANDOM);
    }
  }

  static SoftwareKeys open(Storage folder) throws IOException {
    SoftwareKeysOpening opening = opening(folder, "correct horse");
    if (opening instanceof SoftwareKeysOpening.Opened(var keys)) {
      return keys;
    }
    throw new AssertionError(SoftwareKeysOpening.describe(opening));
  }
}
