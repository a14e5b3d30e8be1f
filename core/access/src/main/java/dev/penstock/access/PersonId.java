package dev.penstock.access;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A person's pseudonym: 16 bytes by chance. Records carry it and nothing else of a person, so that
 * a name can be forgotten while what was recorded stays as it is.
 */
public record PersonId(Bytes value) {
  public static final int SIZE_BYTES = 16;

  public PersonId {
    Checks.mustBeIn("bytes of a pseudonym", value.sizeBytes(), SIZE_BYTES, SIZE_BYTES);
  }

  public static PersonId random(RandomGenerator random) {
    return new PersonId(Bytes.random(random, SIZE_BYTES));
  }

  /** The pseudonym that 32 digits in lower case hexadecimal stand for, if they do. */
  public static Optional<PersonId> ofHex(String hex) {
    return Bytes.ofHex(hex).filter(bytes -> bytes.sizeBytes() == SIZE_BYTES).map(PersonId::new);
  }

  public String hex() {
    return value.hex();
  }

  @Override
  public String toString() {
    return hex();
  }
}
