package dev.penstock.flow;

/** What became of a try to publish a checkpoint. */
public sealed interface Publication {
  /** It is durable and may be handed out. */
  record Published(PublishedCheckpoint checkpoint) implements Publication {}

  /** Nothing may be handed out; the last published checkpoint stays the last. */
  record Refused(LedgerFinding finding) implements Publication {}
}
