package dev.penstock.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name for signing in, and one for reading, may look like. */
public final class NameRules {
  public static final int NAME_MAX = 64;
  public static final int DISPLAY_NAME_MAX = 100;

  /** The name under which the sealed code of an emergency is used. */
  public static final String BREAK_GLASS = "break-glass";

  /** ASCII only: two names that look alike are one for who reads the trail. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._@-]{0,62}[a-z0-9])?");

  private static final Set<String> RESERVED =
      Set.of(BREAK_GLASS, "penstock", "node", "system", "machine", "nobody", "anonymous");

  private NameRules() {}

  /** A name as it is kept and compared. */
  public static String normal(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a name in normal form, in words; empty when it may be taken. */
  public static Optional<String> faultOfName(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.of(
          "a name has 1 to 64 of a-z, 0-9, dot, dash, underscore and @,"
              + " with a letter or digit at both ends");
    }
    return RESERVED.contains(name)
        ? Optional.of("the name " + name + " is reserved")
        : Optional.empty();
  }

  /** What is wrong with a name for others to read; empty when it may be taken. */
  public static Optional<String> faultOfDisplayName(String displayName) {
    boolean isPlain =
        !displayName.isBlank()
            && displayName.length() <= DISPLAY_NAME_MAX
            && displayName.equals(displayName.strip())
            && displayName.codePoints().allMatch(NameRules::isShown);
    return isPlain
        ? Optional.empty()
        : Optional.of("a display name has 1 to 100 characters that can be seen");
  }

  /** Neither a control character nor one that turns the direction of what follows. */
  private static boolean isShown(int c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.PRIVATE_USE
        && type != Character.UNASSIGNED
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
