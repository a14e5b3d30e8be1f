package dev.penstock.conduit;

/** Which objects a rule is about. */
public sealed interface Scope {
  /** All of a device: every object, and the device itself. */
  record Any() implements Scope {}

  /** The device itself, for what concerns no object in it: who are you, stop. */
  record Device() implements Scope {}

  /** Numbered objects of one space, in the units given. */
  record Numbers(String space, Extent units, Extent numbers) implements Scope {
    public Numbers {
      if (!Words.isWord(space)) {
        throw new IllegalArgumentException("no space: " + Words.shown(space));
      }
    }
  }

  /** The object with this name. */
  record Name(String name) implements Scope {
    public Name {
      if (name.isEmpty() || !Words.isName(name, Limits.NAME_CHARS_MAX) || name.endsWith("*")) {
        throw new IllegalArgumentException("no name of an object: " + Words.shown(name));
      }
    }
  }

  /** Every named object whose name begins so; an empty beginning is every name. */
  record Beginning(String prefix) implements Scope {
    public Beginning {
      if (!Words.isName(prefix, Limits.NAME_CHARS_MAX)) {
        throw new IllegalArgumentException("no beginning of names: " + Words.shown(prefix));
      }
    }
  }

  /** As it is written in a policy. */
  default String text() {
    return switch (this) {
      case Any _ -> "any";
      case Device _ -> "device";
      case Numbers(var space, var units, var numbers) ->
          "unit " + units.text() + " " + space + " " + numbers.text();
      case Name(var name) -> "name " + name;
      case Beginning(var prefix) -> "name " + prefix + "*";
    };
  }

  /** Reads what {@link #text} writes. */
  static Parsed<Scope> parse(String text) {
    if (text.equals("any")) {
      return new Parsed.Good<>(new Any());
    }
    if (text.equals("device")) {
      return new Parsed.Good<>(new Device());
    }
    if (text.startsWith("name ")) {
      return parseName(text, text.substring("name ".length()));
    }
    String[] words = text.split(" ", -1);
    if (words.length == 4 && words[0].equals("unit") && Words.isWord(words[2])) {
      var units = Extent.parse(words[1]);
      var numbers = Extent.parse(words[3]);
      if (units.isPresent() && numbers.isPresent()) {
        return new Parsed.Good<>(new Numbers(words[2], units.get(), numbers.get()));
      }
    }
    return bad(text);
  }

  private static Parsed<Scope> parseName(String text, String name) {
    boolean isBeginning = name.endsWith("*");
    String kept = isBeginning ? name.substring(0, name.length() - 1) : name;
    if ((kept.isEmpty() && !isBeginning)
        || !Words.isName(kept, Limits.NAME_CHARS_MAX)
        || kept.endsWith("*")) {
      return bad(text);
    }
    return new Parsed.Good<>(isBeginning ? new Beginning(kept) : new Name(kept));
  }

  private static Parsed<Scope> bad(String text) {
    return new Parsed.Bad<>(
        new Fault(
            "'" + Words.shown(text) + "' means no objects",
            "any, device, 'unit 1 holding 100..120', 'name ns=2;s=Pump', or the beginning of names"
                + " with one '*' after it; numbers are 0.."
                + Limits.NUMBER_MAX
                + ", or any",
            "name the objects, or write any"));
  }
}
