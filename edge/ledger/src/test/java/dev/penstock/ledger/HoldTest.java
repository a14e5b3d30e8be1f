package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.Pruning;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.storage.FileCopy;
import dev.penstock.storage.FilePart;
import dev.penstock.storage.HeldFiles;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A copy as of one commit, taken while the log goes on. */
class HoldTest {
  private static SimDisk copy(HeldFiles held) throws IOException {
    SimDisk disk = SimDisk.calm();
    disk.createFolder(Names.HEADERS);
    disk.createFolder(Names.LEVELS);
    FileCopy copy = FileCopy.toKeep(held.storage(), disk, ForceAt.FORMAT);
    for (FilePart part : held.parts()) {
      copy.copy(part, part.name(), content -> {});
    }
    return disk;
  }

  private static LedgerCheck check(SimDisk disk) {
    LedgerCheck check = LedgerFsck.of(disk).run(FsckProgress.NONE);
    assertThat(check.findings()).isEmpty();
    return check;
  }

  @Test
  void aCopyHoldsTheLogAsItWasWhenItWasHeld() throws Exception {
    var key = Logs.signer();
    try (FileLedger ledger = Logs.create(SimDisk.of(3), Logs.options(1))) {
      for (long size = 0; size <= 900; size += 190) {
        Logs.grow(ledger, size, 20);
        var _ = ledger.publish(key);
        HeldFiles held = ledger.hold();
        Logs.grow(ledger, size + 90, 20);
        var _ = ledger.publish(key);
        SimDisk disk = copy(held);
        held.close();
        LedgerCheck check = check(disk);
        assertThat(check.size()).isEqualTo(size);
        assertThat(check.root()).isEqualTo(Logs.root(size));
        try (FileLedger copied = Logs.open(disk, Logs.options(2))) {
          assertThat(copied.checkpoints().latest().orElseThrow().checkpoint().size())
              .isEqualTo(size);
          Logs.grow(copied, size + 50, 7);
        }
        assertThat(check(disk).root()).isEqualTo(Logs.root(size + 50));
      }
    }
  }

  @Test
  void whatIsPrunedMeanwhileStaysUntilTheHoldEnds() throws Exception {
    SimDisk disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 600, 20);
      var _ = ledger.publish(Logs.signer());
      int before = disk.list(Names.HEADERS).size();
      HeldFiles held = ledger.hold();
      assertThat(ledger.prune(400, "a policy", 500)).isEqualTo(new Pruning.Pruned(400, 0));
      assertThat(check(copy(held)).entriesPruned()).isZero();
      assertThat(disk.list(Names.HEADERS)).hasSize(before);
      held.close();
      assertThat(disk.list(Names.HEADERS)).hasSizeLessThan(before);
      try (HeldFiles after = ledger.hold()) {
        assertThat(check(copy(after)).entriesPruned()).isPositive();
      }
    }
  }
}
