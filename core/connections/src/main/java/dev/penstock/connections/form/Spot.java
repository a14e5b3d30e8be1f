package dev.penstock.connections.form;

import java.util.Optional;

/**
 * A path in a file that becomes text only when somebody asks: of a million points few have a fault.
 *
 * @param inside what it lies in; empty for the whole file
 * @param name as {@code devices[plc-1]} or {@code scaling}
 */
record Spot(Optional<Spot> inside, String name) {
  static final Spot TOP = new Spot(Optional.empty(), "");

  Spot at(String below) {
    return below.isEmpty() ? this : new Spot(Optional.of(this), below);
  }

  String path() {
    String before = inside.map(Spot::path).orElse("");
    return before.isEmpty() ? name : before + "." + name;
  }
}
