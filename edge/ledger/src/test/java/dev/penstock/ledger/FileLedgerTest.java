package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Entries;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.Submission;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest {
  @Test
  void whatWasAppendedIsReadBackAfterReopening() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 1000, 7);
      Logs.assertHoldsTestEntries(ledger, 1000);
      assertThat(ledger.view().head().root()).isEqualTo(Logs.root(1000));
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      Logs.assertHoldsTestEntries(ledger, 1000);
      assertThat(ledger.view().head().root()).isEqualTo(Logs.root(1000));
      Logs.grow(ledger, 1500, 60);
      Logs.assertHoldsTestEntries(ledger, 1500);
    }
  }

  @Test
  void aRealFolderHoldsTheSame(@TempDir Path folder) throws Exception {
    var disk = FileStorage.open(folder);
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 2000, 50);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      Logs.assertHoldsTestEntries(ledger, 2000);
      assertThat(ledger.view().head().root()).isEqualTo(Logs.root(2000));
    }
  }

  @Test
  void anEmptyLogHasTheRootOfNothing() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      assertThat(ledger.view().head().size()).isZero();
      // RFC 9162 §2.1.1
      assertThat(ledger.view().head().root()).isEqualTo(new TreeHasher().emptyRoot());
      assertThat(ledger.view().entries(0, 1)).isEqualTo(new Entries.NotYet(0));
    }
  }

  @Test
  void theLowOfTheLastEntriesIsGivenBackAtTheNextStart() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      AppendOutcome _ = ledger.append(Logs.batch(0, 3), 77);
      AppendOutcome _ = ledger.append(Logs.batch(3, 3), 99);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      assertThat(ledger.view().head().low()).isEqualTo(99);
    }
  }

  @Test
  void proofsForEveryPastSizeVerify() throws Exception {
    var disk = SimDisk.calm();
    var checker = new ProofChecker(new TreeHasher());
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 700, 13);
      LedgerView view = ledger.view();
      for (long size = 1; size <= 700; size += 23) {
        var root = Logs.root(size);
        assertThat(view.root(size)).isEqualTo(root);
        for (long index = 0; index < size; index += 41) {
          assertThat(
                  checker.inclusion(
                      view.inclusion(index, size), new TreeHasher().leaf(Logs.entry(index)), root))
              .isInstanceOf(ProofCheck.Verified.class);
        }
        assertThat(checker.consistency(view.consistency(size, 700), root, view.head().root()))
            .isInstanceOf(ProofCheck.Verified.class);
      }
    }
  }

  /** A list asks for one here and one there; what it went past is known to the next. */
  @Test
  void entriesReadHereAndThereAreThoseOfTheLog() {
    Property.forAll(Gen.seeds())
        .cases(6, 60)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          try (FileLedger ledger = Logs.create(SimDisk.calm(), Logs.options(1))) {
            long size = 0;
            long kept = 0;
            for (int round = 0; round < 4; round++) {
              size += 2 + random.nextInt(700);
              Logs.grow(ledger, size, 1 + random.nextInt(30));
              LedgerView view = ledger.view();
              for (int i = 0; i < 100; i++) {
                long index = random.nextLong(size);
                if (view.entries(index, 1 + random.nextInt(3)) instanceof Entries.Found found) {
                  assertThat(found.first()).isEqualTo(index);
                  assertThat(found.batch()).isEqualTo(Logs.batch(index, found.batch().count()));
                } else {
                  assertThat(index).isLessThan(kept);
                }
              }
              var _ = Logs.published(ledger.publish(Logs.sameSigner()));
              kept = Math.max(kept, 1 + random.nextLong(size - 1));
              assertThat(ledger.prune(kept, "a while", size - 1)).isNotNull();
            }
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void aViewStaysWhatItWasWhenTheLogGrows() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 10, 5);
      LedgerView view = ledger.view();
      Logs.grow(ledger, 300, 5);
      assertThat(view.head().size()).isEqualTo(10);
      assertThat(view.head().root()).isEqualTo(Logs.root(10));
      assertThat(view.entries(10, 1)).isEqualTo(new Entries.NotYet(10));
      assertThat(((Entries.Found) view.entries(3, 100)).batch()).isEqualTo(Logs.batch(3, 7));
      assertThatThrownBy(() -> view.hashes().read(0, 5, 6, new byte[192], 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void batchesOfOneThreadAreCommittedInOrderAlsoWhenNoneIsWaitedFor() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      List<Submission> submissions = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        submissions.add(ledger.submit(Logs.batch(i * 5L, 5), i));
      }
      for (int i = 0; i < 200; i++) {
        AppendOutcome outcome = submissions.get(i).await();
        assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
        assertThat(((AppendOutcome.Appended) outcome).firstIndex()).isEqualTo(i * 5L);
      }
      Logs.assertHoldsTestEntries(ledger, 1000);
    }
  }

  @Test
  void manyThreadsEachSeeTheirOwnEntriesInOrder() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      var threads = new ArrayList<Thread>();
      for (int t = 0; t < 4; t++) {
        String name = "thread-" + t + "/";
        threads.add(Thread.ofVirtual().start(() -> appendNumbered(ledger, name)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      var seen = new ArrayList<String>();
      for (byte[] entry : Logs.entries(ledger, 0, 400)) {
        seen.add(new String(entry, java.nio.charset.StandardCharsets.UTF_8));
      }
      for (int t = 0; t < 4; t++) {
        String name = "thread-" + t + "/";
        assertThat(seen.stream().filter(entry -> entry.startsWith(name)))
            .containsExactlyElementsOf(
                java.util.stream.IntStream.range(0, 100).mapToObj(i -> name + i).toList());
      }
    }
  }

  private static void appendNumbered(FileLedger ledger, String name) {
    try {
      for (int i = 0; i < 100; i++) {
        AppendOutcome _ = ledger.append(EntryBatch.of(Logs.utf8(name + i)), 0);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theLargestEntriesAndTheSmallestAreReadBack() throws Exception {
    var disk = SimDisk.calm();
    int segmentBytes = 256 * 1024;
    LedgerOpening opening = FileLedger.create(disk, Logs.ORIGIN, segmentBytes, Logs.options(1));
    byte[] large = new byte[65_535];
    java.util.Arrays.fill(large, (byte) 7);
    try (FileLedger ledger = Logs.running(opening)) {
      for (int i = 0; i < 20; i++) {
        AppendOutcome _ = ledger.append(EntryBatch.of(large, new byte[0], large), 0);
      }
      for (int i = 0; i < 60; i++) {
        var found = (Entries.Found) ledger.view().entries(i, 1);
        assertThat(found.batch().entry(0)).isEqualTo(i % 3 == 1 ? new byte[0] : large);
      }
    }
  }

  @Test
  void aBatchThatCannotFitIsAMistakeOfTheCaller() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      EntryBatch large = EntryBatch.of(new byte[60_000]);
      assertThatThrownBy(() -> ledger.submit(large, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("60002 bytes");
      EntryBatch nothing = EntryBatch.of();
      assertThatThrownBy(() -> ledger.submit(nothing, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void openingAndClosingAgainAndAgainNeverLosesTheWay() throws Exception {
    var disk = SimDisk.calm();
    Logs.create(disk, Logs.options(1)).close();
    // Enough orderly closes to fill whole segments with batches that hold nothing.
    for (int i = 0; i < 300; i++) {
      try (FileLedger ledger = Logs.open(disk, Logs.options(i))) {
        if (i % 90 == 0) {
          Logs.grow(ledger, ledger.view().head().size() + 3, 1);
        }
      }
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(7))) {
      Logs.assertHoldsTestEntries(ledger, 12);
    }
  }
}
