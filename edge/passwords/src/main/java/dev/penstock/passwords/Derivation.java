package dev.penstock.passwords;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** The function that makes a hash of a password; a test puts one that it can hold up. */
@FunctionalInterface
interface Derivation {
  /** Argon2id, version 1.3, without a secret or associated data (RFC 9106 §3.1). */
  Derivation ARGON2ID = Derivation::argon2id;

  byte[] derive(byte[] password, Argon2Cost cost, byte[] salt, int hashBytes);

  private static byte[] argon2id(byte[] password, Argon2Cost cost, byte[] salt, int hashBytes) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[hashBytes];
    int _ = generator.generateBytes(password, hash);
    return hash;
  }
}
