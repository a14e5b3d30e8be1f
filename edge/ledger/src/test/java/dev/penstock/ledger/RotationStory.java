package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.Publication;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.signature.KeyHistory;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A life of a ledger whose key is rotated, in a deep run twice. After any crash the log has exactly
 * one key that signs, and it is the one that its entries lead to.
 */
final class RotationStory implements CrashStory {
  private static final AtomicLong SALTS = new AtomicLong(Seed.value());

  private final LogKeyring keys;
  private boolean isMade;
  private int rotations;

  RotationStory(LogKeyring keys) {
    this.keys = keys;
  }

  private static LedgerOptions options() {
    return Logs.options(SALTS.incrementAndGet());
  }

  @Override
  public void work(SimDisk disk) throws Exception {
    LedgerOpening opening =
        FileLedger.create(disk, Logs.ORIGIN, Logs.SEGMENT_BYTES, options(), true);
    if (disk.crashed()) {
      return;
    }
    try (FileLedger ledger = Logs.opened(opening)) {
      isMade = true;
      for (int to = 1; to <= Deep.cases(1, 2) && !disk.crashed(); to++) {
        AppendOutcome _ = ledger.append(EntryBatch.of(Logs.entry(to)), 0);
        Publication _ = ledger.publish(keys.signer(to - 1));
        byte[] statement = keys.statement(to - 1, to, ledger.view().head().size());
        if (ledger.rotate(statement) instanceof AppendOutcome.Appended) {
          rotations = to;
          Publication _ = ledger.publish(keys.signer(to));
        }
      }
    }
  }

  @Override
  public void check(SimDisk disk) throws Exception {
    LedgerOpening opening = FileLedger.open(disk, options(), true);
    if (!isMade && opening instanceof LedgerOpening.Refused) {
      return;
    }
    try (FileLedger ledger = Logs.running(opening)) {
      int now =
          ledger.keys(SignatureAlgorithm.ED25519).map(KeyHistory::rotations).stream()
              .mapToInt(done -> done.size())
              .sum();
      // A check rotates too, and a disk can be checked again after a crash of the first check.
      assertThat(now).isBetween(rotations, rotations + 2);
      for (int key = 0; key < now; key++) {
        assertThat(ledger.publish(keys.signer(key))).isInstanceOf(Publication.Refused.class);
      }
      var _ = Logs.published(ledger.publish(keys.signer(now)));
      if (now < 3) {
        byte[] statement = keys.statement(now, now + 1, ledger.view().head().size());
        assertThat(ledger.rotate(statement)).isInstanceOf(AppendOutcome.Appended.class);
        assertThat(ledger.publish(keys.signer(now))).isInstanceOf(Publication.Refused.class);
        var _ = Logs.published(ledger.publish(keys.signer(now + 1)));
      }
    }
    LedgerCheck check = LedgerFsck.of(disk).signedBy(keys.trusting(0)).run(FsckProgress.NONE);
    assertThat(check.findings()).isEmpty();
    assertThat(check.signedSize()).isEqualTo(check.size());
  }
}
