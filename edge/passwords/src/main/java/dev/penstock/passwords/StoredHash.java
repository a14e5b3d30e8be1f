package dev.penstock.passwords;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A password's hash with all that is needed to make it again, in the PHC string form {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}, which other programs read too. One hash has one
 * spelling: numbers without leading zeros, unpadded base64 whose spare bits are zero.
 */
final class StoredHash {
  static final int SALT_BYTES = 16;
  static final int HASH_BYTES = 32;

  /** The longest that is read, with room above what we write. */
  static final int CHARS_MAX = 256;

  /** RFC 9106 §3.1 takes 8 bytes and more; 16 are recommended. */
  private static final int SALT_BYTES_MIN = 8;

  private static final int HASH_BYTES_MIN = 16;
  private static final int PART_BYTES_MAX = 64;

  /** Version 0x13 of Argon2 is the one of RFC 9106. */
  private static final Pattern FORM =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,7}),t=([0-9]{1,4}),p=([0-9]{1,3})"
              + "\\$([A-Za-z0-9+/]{1,86})\\$([A-Za-z0-9+/]{1,86})");

  private final Argon2Cost cost;
  private final byte[] salt;
  private final byte[] hash;

  private StoredHash(Argon2Cost cost, byte[] salt, byte[] hash) {
    this.cost = cost;
    this.salt = salt;
    this.hash = hash;
  }

  static StoredHash of(Argon2Cost cost, byte[] salt, byte[] hash) {
    if (!isLength(salt.length, SALT_BYTES_MIN) || !isLength(hash.length, HASH_BYTES_MIN)) {
      throw new IllegalArgumentException(
          "a salt of " + salt.length + " bytes, a hash of " + hash.length);
    }
    return new StoredHash(cost, salt.clone(), hash.clone());
  }

  /** Reads a stored hash; empty for all else. Never throws. */
  static Optional<StoredHash> decode(String stored) {
    if (stored.length() > CHARS_MAX) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(stored);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int memoryKib = Integer.parseInt(parts.group(1));
    int passes = Integer.parseInt(parts.group(2));
    int lanes = Integer.parseInt(parts.group(3));
    byte[] salt = decoded(parts.group(4));
    byte[] hash = decoded(parts.group(5));
    if (!Argon2Cost.isInRange(memoryKib, passes, lanes)
        || !isLength(salt.length, SALT_BYTES_MIN)
        || !isLength(hash.length, HASH_BYTES_MIN)) {
      return Optional.empty();
    }
    var found = new StoredHash(new Argon2Cost(memoryKib, passes, lanes), salt, hash);
    // Whatever was spelled otherwise than we spell it: leading zeros, spare bits.
    return found.encoded().equals(stored) ? Optional.of(found) : Optional.empty();
  }

  /** The bytes, or none where the length is one that base64 cannot have. */
  private static byte[] decoded(String base64) {
    return base64.length() % 4 == 1 ? new byte[0] : Base64.getDecoder().decode(base64);
  }

  private static boolean isLength(int bytes, int bytesMin) {
    return bytes >= bytesMin && bytes <= PART_BYTES_MAX;
  }

  String encoded() {
    var base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + cost.memoryKib()
        + ",t="
        + cost.passes()
        + ",p="
        + cost.lanes()
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /** Makes the hash of a password with this one's salt and cost, and compares: takes its time. */
  boolean isOf(byte[] password, Derivation derivation) {
    byte[] derived = derivation.derive(password, cost, salt, hash.length);
    return MessageDigest.isEqual(derived, hash);
  }

  /** Whether guessing it costs less than guessing a new one would. */
  boolean isCheaperThan(Argon2Cost now) {
    return cost.memoryKib() < now.memoryKib()
        || cost.passes() < now.passes()
        || salt.length < SALT_BYTES
        || hash.length < HASH_BYTES;
  }

  @Override
  public String toString() {
    return "hash of a password, " + cost;
  }
}
