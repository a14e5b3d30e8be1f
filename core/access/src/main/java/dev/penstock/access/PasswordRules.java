package dev.penstock.access;

import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a new password must be: long, not the name, none of those that are tried first. No rules of
 * composition unless the site asks for them (NIST SP 800-63B §5.1.1.2).
 *
 * <p>Req: 62443-4-2 CR 1.7
 */
public final class PasswordRules {
  /** Longer ones are refused: each character is hashed. */
  public static final int LENGTH_MAX = 128;

  private static final int DISTINCT_MIN = 5;

  private PasswordRules() {}

  /** Why a password is refused. */
  public enum Fault {
    TOO_SHORT("too-short", "it is too short"),
    TOO_LONG("too-long", "it has more than 128 characters"),
    NOT_TEXT("not-text", "it has characters that cannot be typed again"),
    NAME("name", "it contains the name"),
    COMMON("common", "it is one of those that are tried first"),
    TOO_FEW_KINDS("too-few-kinds", "it has too few kinds of characters"),
    REUSED("reused", "it was used before");

    private final String wireName;
    private final String text;

    Fault(String wireName, String text) {
      this.wireName = wireName;
      this.text = text;
    }

    public String wireName() {
      return wireName;
    }

    public String text() {
      return text;
    }
  }

  /** A password as it is hashed: one spelling for what looks the same on every keyboard. */
  public static String normal(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFKC);
  }

  /**
   * Everything that is wrong with a new password, apart from {@link Fault#REUSED}, which takes the
   * hashes.
   */
  public static Set<Fault> faults(
      String password, String name, String displayName, Settings.Passwords settings) {
    var faults = EnumSet.noneOf(Fault.class);
    if (password.length() > 4 * LENGTH_MAX) {
      var _ = faults.add(Fault.TOO_LONG);
      return faults;
    }
    String normal = normal(password);
    int length = normal.codePointCount(0, normal.length());
    if (length < settings.lengthMin()) {
      var _ = faults.add(Fault.TOO_SHORT);
    }
    if (length > LENGTH_MAX) {
      var _ = faults.add(Fault.TOO_LONG);
    }
    if (!normal.codePoints().allMatch(PasswordRules::isTyped)) {
      var _ = faults.add(Fault.NOT_TEXT);
    }
    String lower = normal.toLowerCase(Locale.ROOT);
    if (contains(lower, name) || contains(lower, displayName)) {
      var _ = faults.add(Fault.NAME);
    }
    if (WorstPasswords.contain(lower) || isMonotonous(normal)) {
      var _ = faults.add(Fault.COMMON);
    }
    if (kinds(normal) < settings.kindsMin()) {
      var _ = faults.add(Fault.TOO_FEW_KINDS);
    }
    return faults;
  }

  /** Names of one or two letters are in every other sentence. */
  private static boolean contains(String password, String name) {
    String plain = normal(name).strip().toLowerCase(Locale.ROOT);
    return plain.length() > 2 && password.contains(plain);
  }

  private static boolean isTyped(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.SURROGATE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  /** Few different characters, or each one the next to the one before. */
  private static boolean isMonotonous(String password) {
    if (password.codePoints().distinct().count() < DISTINCT_MIN) {
      return true;
    }
    int steps = 0;
    for (int i = 1; i < password.length(); i++) {
      int step = password.charAt(i) - password.charAt(i - 1);
      steps += step >= -1 && step <= 1 ? 1 : 0;
    }
    return steps > (password.length() - 1) * 3 / 4;
  }

  private static int kinds(String password) {
    int seen = 0;
    for (int c : password.codePoints().toArray()) {
      if (Character.isLowerCase(c)) {
        seen |= 1;
      } else if (Character.isUpperCase(c)) {
        seen |= 2;
      } else if (Character.isDigit(c)) {
        seen |= 4;
      } else {
        seen |= 8;
      }
    }
    return Integer.bitCount(seen);
  }
}
