package dev.penstock.access;

/** Where something is done, or may be done: on the whole site or in one zone. */
public sealed interface Scope {
  /** The whole site, with all its zones and what belongs to none. */
  Scope SITE = new Site();

  record Site() implements Scope {}

  /** One zone of the plant, by its name there. */
  record Zone(String name) implements Scope {
    public static final int NAME_MAX = 128;

    public Zone {
      Checks.mustBeText("a zone's name", name, NAME_MAX);
    }
  }

  static Scope zone(String name) {
    return new Zone(name);
  }

  /** True when what is done at {@code inner} is done within {@code outer}. */
  static boolean covers(Scope outer, Scope inner) {
    return switch (outer) {
      case Site() -> true;
      case Zone zone -> zone.equals(inner);
    };
  }
}
