package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerView;
import dev.penstock.merkle.Digest;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What proofs of one log share, and what they must never share. */
class WarmProofTest {
  private final ProofChecker checker = new ProofChecker(new TreeHasher());

  @Test
  void aWarmProofReadsNoTileThatWasReadBeforeAboveTheLeaves() throws Exception {
    var disk = SimDisk.calm();
    List<String> reads = new ArrayList<>();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      // 66 tiles of entries and some: level 1 has no full tile, so fill it.
      growEmpty(ledger, 256 * 256 + 700);
      LedgerView view = ledger.view();
      long size = view.head().size();
      var _ = view.inclusion(1_000, size);
      disk.watch(operation -> {
        if (operation.kind() == Operation.Kind.READ) {
          reads.add(operation.name());
        }
      });
      var _ = view.inclusion(50_000, size);
      // Another view of the same size shares what this one read.
      var _ = ledger.view().inclusion(300, size);
    }
    assertThat(reads.stream().filter(name -> name.startsWith("levels/")).distinct())
        .containsExactly("levels/0");
    assertThat(reads.stream().filter("levels/0"::equals).count()).isBetween(4L, 6L);
  }

  /**
   * The log grows by small steps over the border of tiles, and after each step proofs about old and
   * new sizes are asked for: a tile that was kept before it was full would show.
   */
  @Test
  void aTileThatStillGrowsIsNeverServedFromMemory() throws Exception {
    var random = new SplittableRandom(Seed.value());
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      growEmpty(ledger, 256 * 256 - 40);
      Digest leaf = new TreeHasher().leaf(new byte[0]);
      for (int step = 0; step < Deep.cases(60, 600); step++) {
        growEmpty(ledger, ledger.view().head().size() + 1 + random.nextInt(9));
        LedgerView view = ledger.view();
        long now = view.head().size();
        long asOf = now - random.nextLong(Math.min(now, 300));
        Digest root = view.root(asOf);
        for (long index : new long[] {0, asOf - 1, random.nextLong(asOf)}) {
          assertThat(checker.inclusion(view.inclusion(index, asOf), leaf, root))
              .as("entry %d at size %d of %d, %s", index, asOf, now, Seed.describe())
              .isInstanceOf(ProofCheck.Verified.class);
        }
        assertThat(checker.consistency(view.consistency(asOf, now), root, view.head().root()))
            .isInstanceOf(ProofCheck.Verified.class);
      }
    }
  }

  /** Below a full tile no damage is hidden for ever: leaf hashes are read for each proof. */
  @Test
  void damageBelowWhatIsKeptStopsTheLog() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 600, 50);
      LedgerView view = ledger.view();
      assertThat(
              checker.inclusion(
                  view.inclusion(17, 600),
                  new TreeHasher().leaf(Logs.entry(17)),
                  view.head().root()))
          .isInstanceOf(ProofCheck.Verified.class);
      disk.flipBit("levels/0", 8L * (32 * 17 + 3));
      assertThatThrownBy(() -> view.inclusion(17, 600)).isInstanceOf(LedgerDamagedException.class);
      assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.LEVELS_DAMAGED);
    }
  }

  private static void growEmpty(FileLedger ledger, long size) throws InterruptedException {
    long at = ledger.view().head().size();
    while (at < size) {
      int count = (int) Math.min(4_000, size - at);
      var batch = new EntryBatch.Builder(1 << 14);
      for (int i = 0; i < count; i++) {
        batch = batch.add(new byte[0]);
      }
      assertThat(ledger.append(batch.build(), 0)).isInstanceOf(AppendOutcome.Appended.class);
      at += count;
    }
  }
}
