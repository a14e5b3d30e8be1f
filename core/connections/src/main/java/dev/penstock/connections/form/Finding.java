package dev.penstock.connections.form;

import dev.penstock.connections.Fault;
import dev.penstock.plant.Where;

/** What is wrong in a file, and where. */
public record Finding(Where where, Fault fault) {
  /** In one line, for people. */
  public String text() {
    String line =
        where.place().line() > 0
            ? "line " + where.place().line() + ", column " + where.place().column() + ": "
            : "";
    return line + (where.path().isEmpty() ? "" : where.path() + ": ") + fault.text();
  }
}
