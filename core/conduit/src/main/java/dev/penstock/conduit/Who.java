package dev.penstock.conduit;

/** Whom a rule is about. */
public sealed interface Who {
  /** Everybody, also who did not say who it is. */
  record Anyone() implements Who {}

  /** Everybody whose identity was checked. */
  record Known() implements Who {}

  /** Whoever did not say who it is. */
  record Anonymous() implements Who {}

  /** The one with this identity. */
  record Named(String name) implements Who {
    public Named {
      if (name.isEmpty() || !Words.isName(name, Limits.NAME_CHARS_MAX) || name.contains("*")) {
        throw new IllegalArgumentException("no identity: " + Words.shown(name));
      }
    }
  }

  /** Everybody whose identity begins so. */
  record Beginning(String prefix) implements Who {
    public Beginning {
      if (prefix.isEmpty()
          || !Words.isName(prefix, Limits.NAME_CHARS_MAX)
          || prefix.contains("*")) {
        throw new IllegalArgumentException("no beginning of identities: " + Words.shown(prefix));
      }
    }
  }

  /** As it is written in a policy. */
  default String text() {
    return switch (this) {
      case Anyone _ -> "anyone";
      case Known _ -> "known";
      case Anonymous _ -> "anonymous";
      case Named(var name) -> name;
      case Beginning(var prefix) -> prefix + "*";
    };
  }

  /** Reads what {@link #text} writes. */
  static Parsed<Who> parse(String text) {
    return switch (text) {
      case "anyone" -> new Parsed.Good<>(new Anyone());
      case "known" -> new Parsed.Good<>(new Known());
      case "anonymous" -> new Parsed.Good<>(new Anonymous());
      default -> parseName(text);
    };
  }

  private static Parsed<Who> parseName(String text) {
    boolean isBeginning = text.endsWith("*");
    String name = isBeginning ? text.substring(0, text.length() - 1) : text;
    if (name.isEmpty() || !Words.isName(name, Limits.NAME_CHARS_MAX) || name.contains("*")) {
      return new Parsed.Bad<>(
          new Fault(
              "'" + Words.shown(text) + "' names nobody",
              "anyone, known, anonymous, an identity of 1 to "
                  + Limits.NAME_CHARS_MAX
                  + " characters, or the beginning of identities with one '*' after it",
              "for everybody with an identity write known"));
    }
    return new Parsed.Good<>(isBeginning ? new Beginning(name) : new Named(name));
  }
}
