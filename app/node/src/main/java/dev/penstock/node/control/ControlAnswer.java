package dev.penstock.node.control;

import java.util.List;

/** What a node answers to one command. */
public sealed interface ControlAnswer {
  /** Done; the lines are for people. */
  record Done(List<String> lines) implements ControlAnswer {
    public Done {
      lines = List.copyOf(lines);
    }
  }

  /**
   * Not done.
   *
   * @param reason one line: what is wrong, and what to do
   */
  record Refused(String reason) implements ControlAnswer {}
}
