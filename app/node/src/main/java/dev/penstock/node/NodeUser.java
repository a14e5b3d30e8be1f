package dev.penstock.node;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import java.io.IOException;

/**
 * Whoever runs the node, as it reaches it by commands on its own machine: nobody of the people.
 * What it does is written down before it is done.
 *
 * <p>Req: 62443-4-2 CR 2.8
 */
final class NodeUser {
  /** As records have it. */
  static final String ORIGIN = "node user";

  private final KeptVersions.Stating ledger;

  NodeUser(KeptVersions.Stating ledger) {
    this.ledger = ledger;
  }

  /** Writes down what is about to be done; when that fails, it must not be done. */
  void does(String action, String object) throws IOException {
    ledger.state(
        new Access(null, action, object, Access.Outcome.GRANTED, null, ORIGIN, Details.NONE));
  }
}
