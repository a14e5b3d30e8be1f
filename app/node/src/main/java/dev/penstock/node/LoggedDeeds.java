package dev.penstock.node;

import dev.penstock.access.DualControl;
import dev.penstock.json.Json;
import dev.penstock.node.log.NodeLog;
import dev.penstock.reception.Execution;
import dev.penstock.reception.Hands;
import java.io.IOException;

/**
 * Tells the node's log where in the program a deed broke off by an error of our own. What people
 * are told, and what is recorded of it, is reception's matter, which has no log.
 */
record LoggedDeeds(Execution deeds, NodeLog log) implements Execution {
  @Override
  public String execute(DualControl.Kind kind, Json.Object request, Hands hands)
      throws IOException {
    try {
      return deeds.execute(kind, request, hands);
    } catch (RuntimeException e) {
      log.failed("deed-broken-off", e, "kind", kind.wireName());
      throw e;
    }
  }
}
