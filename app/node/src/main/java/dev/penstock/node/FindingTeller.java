package dev.penstock.node;

import dev.penstock.evidence.record.FindingMade;
import dev.penstock.evidence.record.RecordValue;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import dev.penstock.node.log.LogLevel;
import dev.penstock.node.log.NodeLog;
import dev.penstock.pump.IntakePump;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells what was found about a source: the ledger, the node's log, and people where they want it.
 *
 * @param records knows how a source is called, once there is an index
 * @param notices who tells people, where there is anybody to tell
 */
record FindingTeller(
    IntakePump intake,
    NodeLog log,
    Supplier<SealedRecords> records,
    Supplier<Optional<NodeNotices>> notices) {
  /** False when the ledger takes nothing now: then nobody else is told either. */
  boolean tell(long source, RecordValue value) {
    boolean isTaken = intake.offer(source, value, Receipt.NONE);
    if (isTaken && value instanceof FindingMade finding) {
      log.say(
          LogLevel.WARNING,
          "finding",
          finding.text(),
          "code",
          finding.code(),
          "source",
          Long.toString(source));
      notices.get().ifPresent(told -> told.heardOf(nameOf(source), finding));
    }
    return isTaken;
  }

  private String nameOf(long source) {
    try {
      return records.get().source(source).map(SourceKnown::name).orElse(Long.toString(source));
    } catch (IOException _) {
      // The index cannot say; its number is known.
      return Long.toString(source);
    }
  }
}
