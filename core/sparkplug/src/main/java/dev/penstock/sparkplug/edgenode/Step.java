package dev.penstock.sparkplug.edgenode;

import java.util.List;

/** What an event made of an edge node, and what is to be done now. */
public record Step(EdgeNode node, List<Action> actions) {
  public Step {
    actions = List.copyOf(actions);
  }
}
