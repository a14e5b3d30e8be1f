package dev.penstock.conduit;

import java.util.Optional;

/** What a request does, in words that fit every protocol; docs/conduit.md says which is what. */
public enum Operation {
  /** Asks a device who it is. */
  IDENTIFY("identify"),
  /** Asks what there is to read or write. */
  BROWSE("browse"),
  /** Asks for values, once or from now on. */
  READ("read"),
  /** Sets values. */
  WRITE("write"),
  /** Makes a device do something: start, stop, acknowledge, call a method. */
  COMMAND("command"),
  /** Changes how a device is set up. */
  CONFIGURE("configure"),
  /** Reads or changes the program that a device runs. */
  PROGRAM("program"),
  /** Looks into a device in a way that can disturb it. */
  DIAGNOSE("diagnose"),
  /** Changes who may do what on a device, or its clock, keys and firmware. */
  ADMINISTER("administer"),
  /** What the reader of the protocol does not know; it can only be denied. */
  UNKNOWN("unknown");

  private final String word;

  Operation(String word) {
    this.word = word;
  }

  /** The word in policies and records. */
  public String word() {
    return word;
  }

  /** True for what changes nothing: what a channel with {@code reads: allow} lets pass. */
  public boolean isLooking() {
    return this == IDENTIFY || this == BROWSE || this == READ;
  }

  /** True for what a rule can hold to ranges of values. */
  public boolean hasValues() {
    return this == WRITE || this == COMMAND;
  }

  /** The operation with this word. */
  public static Optional<Operation> of(String word) {
    for (Operation operation : values()) {
      if (operation.word.equals(word)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
