package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.storage.ForcePoint;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A sync that failed is never believed, and what the next process finds in memory only is made
 * durable before anybody sees it.
 */
class FoundAgainTest {
  private static final List<Fate> FATES = List.of(Fate.values());

  @ParameterizedTest
  @EnumSource(ForceFailure.class)
  void aFailedCommitStopsTheLogAndIsNotAcknowledged(ForceFailure how) throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 30, 10);
      disk.failForce(ForceAt.BATCH, how);
      AppendOutcome outcome = ledger.append(Logs.batch(30, 10), 0);
      assertThat(outcome).isInstanceOf(AppendOutcome.Unknown.class);
      assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.SYNC_FAILED);
      // The disk works again; that changes nothing.
      assertThat(ledger.append(Logs.batch(30, 10), 0)).isInstanceOf(AppendOutcome.Refused.class);
      Logs.assertHoldsTestEntries(ledger, 30);
    }
    checkThatWhatIsFoundStays(disk, 30, 40);
  }

  private static void checkThatWhatIsFoundStays(SimDisk disk, long least, long most)
      throws Exception {
    long found = sizeFound(disk.killProcess(5));
    assertThat(found).isBetween(least, most);
    for (Fate fate : FATES) {
      SimDisk killed = disk.afterKill(6);
      long seen = sizeFoundAndLeft(killed);
      try (FileLedger ledger = Logs.open(killed.afterCrash(fate, 7), Logs.options(8))) {
        assertThat(ledger.view().head().size()).as("after %s", fate).isGreaterThanOrEqualTo(seen);
        Logs.assertHoldsTestEntries(ledger, ledger.view().head().size());
      }
    }
  }

  private static long sizeFound(SimDisk disk) throws Exception {
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      Logs.assertHoldsTestEntries(ledger, ledger.view().head().size());
      return ledger.view().head().size();
    }
  }

  /** Opens and looks, and does not close: the power goes. */
  private static long sizeFoundAndLeft(SimDisk disk) {
    return Logs.running(FileLedger.open(disk, Logs.options(3), true)).view().head().size();
  }

  @Test
  void withoutTheForceOfAFoundBatchAFoundBatchIsLost() throws Exception {
    assertThat(isFoundBatchLost(disk -> {})).isFalse();
    assertThat(isFoundBatchLost(disk -> leaveOut(disk, ForceAt.BATCH_FOUND))).isTrue();
  }

  private interface Preparation {
    void prepare(SimDisk disk);
  }

  private static void leaveOut(SimDisk disk, ForcePoint point) {
    disk.withoutForce(point);
  }

  private static boolean isFoundBatchLost(Preparation preparation) throws Exception {
    var disk = SimDisk.calm();
    FileLedger ledger = Logs.running(create(disk, PublishedHead.NONE));
    Logs.grow(ledger, 30, 10);
    disk.failForce(ForceAt.BATCH, ForceFailure.NOT_WRITTEN_FORGOTTEN);
    AppendOutcome _ = ledger.append(Logs.batch(30, 10), 0);
    SimDisk killed = disk.afterKill(1);
    preparation.prepare(killed);
    long seen = sizeFoundAndLeft(killed);
    assertThat(seen).isEqualTo(40);
    return sizeFound(killed.afterCrash(Fate.ALL_LOST, 2)) < seen;
  }

  private static LedgerOpening create(SimDisk disk, PublishedHead head) {
    return FileLedger.create(disk, Logs.ORIGIN, Logs.SEGMENT_BYTES, Logs.options(1, head), true);
  }

  @Test
  void withoutTheForceOfAFoundRowAFoundCheckpointIsLost() throws Exception {
    assertThat(isFoundRowLost(disk -> {})).isFalse();
    assertThat(isFoundRowLost(disk -> leaveOut(disk, ForceAt.ROW_FOUND))).isTrue();
  }

  private static boolean isFoundRowLost(Preparation preparation) throws Exception {
    var disk = SimDisk.calm();
    FileLedger ledger = Logs.running(create(disk, PublishedHead.NONE));
    Logs.grow(ledger, 30, 10);
    disk.failForce(ForceAt.CHECKPOINT, ForceFailure.NOT_WRITTEN_FORGOTTEN);
    assertThat(ledger.publish(Logs.signer())).isInstanceOf(Publication.Refused.class);
    assertThat(ledger.state()).isInstanceOf(LedgerState.Stopped.class);
    SimDisk killed = disk.afterKill(1);
    preparation.prepare(killed);
    FileLedger found = Logs.running(FileLedger.open(killed, Logs.options(3), true));
    assertThat(found.checkpoints().count()).isEqualTo(1);
    try (FileLedger again = Logs.open(killed.afterCrash(Fate.ALL_LOST, 2), Logs.options(4))) {
      return again.checkpoints().count() < 1;
    }
  }
}
