package dev.penstock.conduit;

/** What a part of a request is about. */
public sealed interface Target {
  /** No object in the device, but the device itself. */
  record Device() implements Target {}

  /** Objects of one space, from a first number to a last, as Modbus and S7 have them. */
  record Numbers(String space, long unit, long first, long last) implements Target {
    public Numbers {
      if (!Words.isWord(space) || unit < 0 || unit > Limits.NUMBER_MAX) {
        throw new IllegalArgumentException("no unit " + unit + " of " + Words.shown(space));
      }
      if (first < 0 || last < first || last > Limits.NUMBER_MAX) {
        throw new IllegalArgumentException("no objects " + first + ".." + last);
      }
    }
  }

  /** The object with this name, as OPC UA and MQTT have them. */
  record Name(String name) implements Target {
    public Name {
      if (!Words.isText(name, Limits.REQUEST_NAME_CHARS_MAX)) {
        throw new IllegalArgumentException("no name, of " + name.length() + " characters");
      }
    }
  }

  /** For people, in the words of policies. */
  default String text() {
    return switch (this) {
      case Device _ -> "device";
      case Numbers(var space, var unit, var first, var last) ->
          "unit " + unit + " " + space + " " + new Extent(first, last).text();
      case Name(var name) -> "name " + Words.shown(name, Limits.NAME_CHARS_MAX);
    };
  }
}
