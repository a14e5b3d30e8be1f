package dev.penstock.ledger;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerFinding;
import dev.penstock.flow.LedgerHead;
import dev.penstock.signature.KeyRotationCheck;
import java.io.IOException;
import java.util.Optional;

/**
 * Enters rotations of the log's keys: looks whether the statement continues what is known, stores
 * it in {@code rotations}, and only then makes it the entry it was signed to be. Whatever a crash
 * leaves in between, the entry decides. Not while a checkpoint is published.
 */
final class Rotator {
  private final LogStore store;
  private final Committer committer;
  private final Health health;

  Rotator(LogStore store, Committer committer, Health health) {
    this.store = store;
    this.committer = committer;
    this.health = health;
  }

  AppendOutcome rotate(byte[] statement) throws InterruptedException {
    if (!health.takesEntries()) {
      return new AppendOutcome.Refused(health.refusal());
    }
    return switch (store.keyBook().check(statement)) {
      case KeyRotationCheck.Signed signed -> rotate(statement, signed);
      case KeyRotationCheck.BadSignature(var _, var key) ->
          refused(LedgerFault.KEY_NOT_CURRENT, "the signature of " + key + " is not good");
      case KeyRotationCheck.Malformed(var at, var why) ->
          refused(LedgerFault.KEY_NOT_CURRENT, "the statement is none, at byte " + at + ": " + why);
    };
  }

  private AppendOutcome rotate(byte[] statement, KeyRotationCheck.Signed signed)
      throws InterruptedException {
    LedgerHead head = store.durable();
    try {
      Optional<String> obstacle = store.keyBook().objection(head.size(), signed);
      if (obstacle.isPresent()) {
        return refused(LedgerFault.KEY_NOT_CURRENT, obstacle.get());
      }
      store.rotations().append(head.size(), statement);
    } catch (NoRoomException e) {
      return refused(LedgerFault.DISK_FULL, Damage.text(e));
    } catch (IOException e) {
      // Whether the row is stored is unknown, so none may follow it.
      var finding = new LedgerFinding(LedgerFault.WRITE_FAILED, Names.ROTATIONS, Damage.text(e));
      health.stop(finding);
      return new AppendOutcome.Refused(finding);
    }
    AppendOutcome outcome =
        committer.submitAt(head.size(), EntryBatch.of(statement), head.low()).await();
    if (outcome instanceof AppendOutcome.Appended(var index, var _, var _)) {
      Optional<String> refusal = store.keyBook().follow(index, signed);
      if (refusal.isPresent()) {
        throw new IllegalStateException("a rotation was entered, but " + refusal.get());
      }
    }
    return outcome;
  }

  private static AppendOutcome refused(LedgerFault fault, String detail) {
    return new AppendOutcome.Refused(new LedgerFinding(fault, "key rotation", detail));
  }
}
