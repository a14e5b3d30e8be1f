package dev.penstock.access;

import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A code that is read from one screen and typed at another: five groups of four characters out of
 * 32 that are not taken for each other, which is 100 bits. It opens the set-up, or the sealed
 * account for an emergency.
 *
 * <p>Req: 62443-4-2 CR 1.5
 */
public final class SetUpCode {
  /** So many wrong tries burn a code. */
  public static final int TRIES_MAX = 10;

  /** Without I, L, O and U: Crockford's alphabet. */
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private static final int GROUPS = 5;
  private static final int GROUP_LENGTH = 4;

  private SetUpCode() {}

  /** A new code, with dashes between its groups. */
  public static String random(RandomGenerator random) {
    byte[] drawn = Bytes.random(random, GROUPS * GROUP_LENGTH).toArray();
    var code = new StringBuilder();
    for (int i = 0; i < drawn.length; i++) {
      if (i > 0 && i % GROUP_LENGTH == 0) {
        code.append('-');
      }
      // 256 is a multiple of 32, so each character is as likely as the next.
      code.append(ALPHABET.charAt(drawn[i] & 31));
    }
    return code.toString();
  }

  /**
   * The hash of a code as somebody typed it: case, dashes and spaces do not matter, nor O for 0.
   */
  public static SecretHash hash(String typed) {
    var plain = new StringBuilder();
    String upper = typed.toUpperCase(Locale.ROOT);
    for (int i = 0; i < upper.length(); i++) {
      char c = upper.charAt(i);
      switch (c) {
        case '-', ' ' -> {}
        case 'O' -> plain.append('0');
        case 'I', 'L' -> plain.append('1');
        default -> plain.append(c);
      }
    }
    return SecretHash.of(plain.toString());
  }
}
