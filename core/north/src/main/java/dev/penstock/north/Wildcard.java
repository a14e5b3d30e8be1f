package dev.penstock.north;

/** A name in which each {@code *} stands for any characters, also for none. */
final class Wildcard {
  private final String pattern;

  Wildcard(String pattern) {
    this.pattern = pattern;
  }

  /** Goes on from the last star when what follows it does not fit. */
  boolean matches(String name) {
    int at = 0;
    int star = -1;
    int from = 0;
    int i = 0;
    while (i < name.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        from = i;
      } else if (at < pattern.length() && pattern.charAt(at) == name.charAt(i)) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++from;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
