package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.disk.FileStorage;
import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.ProofCheck;
import dev.penstock.merkle.ProofChecker;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/formats/ledger.md "Reading beside the writer". */
class LedgerReaderTest {
  private static final NoteSigner SIGNER = Logs.signer();

  private final SplittableRandom random = new SplittableRandom(Seed.value());
  private final ProofChecker checker = new ProofChecker(new TreeHasher());

  /** What the writer has told its callers so far. */
  private long acknowledged;

  private long handedIn;
  private long minimumIndex;
  private long published;

  /** The newest commit a reader stood on. */
  private long seen;

  private LedgerReader open(Storage folder, PublishedHead outside) {
    ReaderOpening opening = LedgerReader.open(folder, outside);
    assertThat(opening).as(Seed.describe()).isInstanceOf(ReaderOpening.Opened.class);
    var opened = (ReaderOpening.Opened) opening;
    assertThat(opened.finding()).as(Seed.describe()).isEmpty();
    return opened.reader();
  }

  private static PublishedHead outside(Storage disk) {
    return new FilePublishedHead(new SubFolder(disk, "outside"));
  }

  /** One step of a writer without threads: some entries, and now and then the rest. */
  private void step(FileLedger ledger) throws InterruptedException {
    int count = 1 + random.nextInt(40);
    handedIn = acknowledged + count;
    AppendOutcome outcome = ledger.append(Logs.batch(acknowledged, count), 0);
    assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
    acknowledged = handedIn;
    if (random.nextInt(3) == 0) {
      assertThat(ledger.publish(SIGNER)).isInstanceOf(Publication.Published.class);
      published = acknowledged;
    }
    if (random.nextInt(4) == 0 && published > 2 && published / 2 > minimumIndex) {
      var _ = ledger.prune(published / 2, "two years", published - 1);
      minimumIndex = published / 2;
    }
  }

  /** Looks at all that a reader hands out. */
  private void check(LedgerReader reader, long publishedMin) throws Exception {
    LedgerView view = reader.view();
    long size = view.head().size();
    assertThat(view.head().root()).isEqualTo(Logs.root(size));
    assertThat(view.root(size)).isEqualTo(view.head().root());
    long shown = reader.checkpoints().count();
    long newest = shown == 0 ? 0 : reader.checkpoints().get(shown - 1).checkpoint().size();
    assertThat(newest).isBetween(publishedMin, size);
    if (newest > 0) {
      long index = random.nextLong(newest);
      var root = reader.checkpoints().get(shown - 1).checkpoint().root();
      assertThat(root).isEqualTo(Logs.root(newest));
      var leaf = new TreeHasher().leaf(Logs.entry(index));
      assertThat(checker.inclusion(view.inclusion(index, newest), leaf, root))
          .isInstanceOf(ProofCheck.Verified.class);
      assertThat(checker.consistency(view.consistency(newest, size), root, view.head().root()))
          .isInstanceOf(ProofCheck.Verified.class);
    }
    long at = 0;
    while (at < size) {
      switch (view.entries(at, 1_000)) {
        case Entries.Pruned pruned -> at = pruned.minimumIndex();
        case Entries.Found(var first, var batch) -> {
          assertThat(batch).isEqualTo(Logs.batch(first, batch.count()));
          at += batch.count();
        }
        case Entries.NotYet notYet -> throw new AssertionError(notYet + " within " + size);
      }
    }
    assertThat(view.entries(size, 1)).isEqualTo(new Entries.NotYet(size));
  }

  /**
   * A reader looks before each single operation of the writer, in the middle of each commit, roll,
   * prune, publication and sync, and also while a write has come half-way. What it stands on was
   * durable: no crash at that moment takes it away.
   */
  @Test
  void aReaderFindsACommitBetweenAnyTwoOperationsOfTheWriter() throws Exception {
    var disk = SimDisk.calm();
    disk.shortTransfers(true);
    disk.createFolder("ledger");
    disk.createFolder("outside");
    disk.forceFolder("", ForceAt.NEW_FILE_NAMES);
    var folder = new SubFolder(disk, "ledger");
    var looks = new Looks(disk, folder);
    for (int life = 0; life < Deep.cases(2, 4); life++) {
      LedgerOptions options =
          Logs.options(random.nextLong(), outside(disk)).withUpkeep(2 * 1024, 40);
      LedgerOpening opening =
          life == 0
              ? FileLedger.create(folder, Logs.ORIGIN, Logs.SEGMENT_BYTES, options, true)
              : FileLedger.open(folder, options, true);
      try (FileLedger ledger = Logs.running(opening)) {
        disk.watch(operation -> {
          if (operation.kind().changesDisk()) {
            looks.look();
          }
        });
        for (int i = 0; i < Deep.cases(14, 25); i++) {
          step(ledger);
        }
      }
      looks.look();
    }
    assertThat(seen).isEqualTo(acknowledged);
    assertThat(looks.count).isGreaterThan(200);
    assertThat(minimumIndex).isPositive();
  }

  /** Readers that look while the writer stands still in the middle of something. */
  private final class Looks {
    final SimDisk disk;
    final Storage folder;
    int count;
    boolean isLooking;

    Looks(SimDisk disk, Storage folder) {
      this.disk = disk;
      this.folder = folder;
    }

    void look() {
      if (isLooking) {
        return;
      }
      isLooking = true;
      count++;
      try (LedgerReader reader = open(new ReadOnlyStorage(folder), outside(disk))) {
        long size = reader.view().head().size();
        assertThat(size).as("look %d, %s", count, Seed.describe()).isBetween(seen, handedIn);
        seen = size;
        check(reader, 0);
        if (count % 5 == 0) {
          assertThat(
                  LedgerFsck.of(new ReadOnlyStorage(folder))
                      .against(outside(disk))
                      .run(FsckProgress.NONE)
                      .findings())
              .as("look %d, %s", count, Seed.describe())
              .isEmpty();
        }
        if (count % 7 == 0) {
          survives(size, Fate.ALL_LOST);
          survives(size, Fate.MIXED);
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Exception e) {
        throw new AssertionError("look " + count + ", " + Seed.describe(), e);
      } finally {
        isLooking = false;
      }
    }

    private void survives(long size, Fate fate) throws IOException {
      SimDisk after = disk.afterCrash(fate, random.nextLong());
      var options = Logs.options(random.nextLong(), outside(after));
      LedgerOpening opening = FileLedger.open(new SubFolder(after, "ledger"), options, true);
      try (FileLedger ledger = Logs.running(opening)) {
        assertThat(ledger.view().head().size())
            .as("look %d, %s, %s", count, fate, Seed.describe())
            .isGreaterThanOrEqualTo(size);
      }
    }
  }

  /** The other way round: the writer takes a whole step before each operation of a reader. */
  @Test
  void theWriterGoesOnBetweenAnyTwoOperationsOfAReader() throws Exception {
    var disk = SimDisk.calm();
    disk.createFolder("ledger");
    disk.createFolder("outside");
    var folder = new SubFolder(disk, "ledger");
    LedgerOptions options = Logs.options(1, outside(disk)).withUpkeep(2 * 1024, 40);
    int[] pace = {0};
    int[] stepsLeft = {0};
    try (FileLedger ledger =
        Logs.running(FileLedger.create(folder, Logs.ORIGIN, Logs.SEGMENT_BYTES, options, true))) {
      ReadOnlyStorage beside =
          new ReadOnlyStorage(
              folder,
              () -> {
                try {
                  if (stepsLeft[0] > 0 && random.nextInt(pace[0]) == 0) {
                    stepsLeft[0]--;
                    step(ledger);
                  }
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });
      for (int i = 0; i < Deep.cases(25, 60); i++) {
        // Sometimes a step before every read, sometimes one in a hundred.
        pace[0] = 1 + random.nextInt(100);
        stepsLeft[0] = 30;
        long before = acknowledged;
        try (LedgerReader reader = open(beside, outside(disk))) {
          assertThat(reader.view().head().size()).isBetween(before, acknowledged);
          check(reader, 0);
        }
        stepsLeft[0] = 30;
        assertThat(LedgerFsck.of(beside).against(outside(disk)).run(FsckProgress.NONE).findings())
            .as("round %d, %s", i, Seed.describe())
            .isEmpty();
      }
    }
    assertThat(minimumIndex).isPositive();
  }

  @Test
  void theOwnerOfTheFolderReadsOnWhileEntriesAreDroppedUnderTheRead() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger =
        Logs.running(
            FileLedger.create(disk, Logs.ORIGIN, Logs.SEGMENT_BYTES, Logs.options(1), true))) {
      for (int i = 0; i < 30; i++) {
        step(ledger);
      }
      long size = acknowledged;
      assertThat(ledger.publish(SIGNER)).isInstanceOf(Publication.Published.class);
      boolean[] isDropped = {false};
      disk.watch(operation -> {
        if (operation.name().startsWith("headers/") && !isDropped[0]) {
          isDropped[0] = true;
          var _ = ledger.prune(size - 3, "two years", size - 1);
        }
      });
      // The way to these entries begins in a segment that goes away just then.
      assertThat(ledger.view().entries(size - 2, 2))
          .isEqualTo(new Entries.Found(size - 2, Logs.batch(size - 2, 2)));
      assertThat(isDropped[0]).isTrue();
      assertThat(ledger.state()).isEqualTo(new dev.penstock.flow.LedgerState.Running());
    }
  }

  @Test
  void aCheckpointIsNotShownBeforeThePlaceOutsideKnowsIt() throws Exception {
    var disk = SimDisk.calm();
    disk.createFolder("ledger");
    disk.createFolder("outside");
    var folder = new SubFolder(disk, "ledger");
    try (FileLedger ledger =
        Logs.running(
            FileLedger.create(
                folder, Logs.ORIGIN, Logs.SEGMENT_BYTES, Logs.options(1, outside(disk)), true))) {
      Logs.grow(ledger, 10, 10);
      assertThat(ledger.publish(SIGNER)).isInstanceOf(Publication.Published.class);
      Logs.grow(ledger, 20, 10);
      disk.watch(operation -> {
        if (operation.kind().changesDisk() && operation.name().startsWith("outside")) {
          throw new IOException("the other disk is full");
        }
      });
      assertThat(ledger.publish(SIGNER)).isInstanceOf(Publication.Refused.class);
      disk.watch(operation -> {});
      try (LedgerReader reader = open(new ReadOnlyStorage(folder), outside(disk))) {
        assertThat(reader.view().head().size()).isEqualTo(20);
        assertThat(reader.checkpoints().count()).isEqualTo(1);
        assertThat(new LedgerTiles(reader).publishedSize()).isEqualTo(10);
      }
      // A place that was never used: nothing left the house as far as it knows.
      disk.createFolder("elsewhere");
      var elsewhere = new FilePublishedHead(new SubFolder(disk, "elsewhere"));
      try (LedgerReader reader = open(folder, elsewhere)) {
        assertThat(reader.checkpoints().count()).isZero();
      }
    }
  }

  @Test
  void aCommitThatNothingConfirmsIsNotStoodOn() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger =
        Logs.running(
            FileLedger.create(disk, Logs.ORIGIN, Logs.SEGMENT_BYTES, Logs.options(1), true))) {
      Logs.grow(ledger, 10, 10);
      disk.failForce(ForceAt.BATCH, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      // Readers see its bytes, and the disk may never have stored them.
      assertThat(ledger.append(Logs.batch(10, 5), 0)).isInstanceOf(AppendOutcome.Unknown.class);
      ReaderOpening opening = LedgerReader.open(new ReadOnlyStorage(disk), PublishedHead.NONE);
      assertThat(opening).isInstanceOf(ReaderOpening.Opened.class);
      var opened = (ReaderOpening.Opened) opening;
      try (LedgerReader reader = opened.reader()) {
        assertThat(opened.finding()).isEmpty();
        assertThat(reader.view().head().size()).isEqualTo(10);
      }
    }
  }

  @Test
  void withoutItsConfirmationACommitCountsOnlyWhenACheckpointVouchesForIt() throws Exception {
    for (boolean isPublished : new boolean[] {false, true}) {
      var disk = SimDisk.calm();
      try (FileLedger ledger =
          Logs.running(
              FileLedger.create(disk, Logs.ORIGIN, Logs.SEGMENT_BYTES, Logs.options(1), true))) {
        Logs.grow(ledger, 10, 10);
        Logs.grow(ledger, 15, 5);
        if (isPublished) {
          assertThat(ledger.publish(SIGNER)).isInstanceOf(Publication.Published.class);
        }
        // As if the power had failed before the word reached the disk, and all else had.
        String segment = Names.segment(0);
        byte[] bytes = disk.contents(segment);
        int word = bytes.length - Batch.WORD_BYTES;
        while (bytes[word + 7] == 0) {
          word -= Batch.WORD_BYTES;
        }
        disk.damage(segment, word, new byte[Batch.WORD_BYTES]);
        ReaderOpening opening = LedgerReader.open(new ReadOnlyStorage(disk), PublishedHead.NONE);
        assertThat(opening).isInstanceOf(ReaderOpening.Opened.class);
        var opened = (ReaderOpening.Opened) opening;
        try (LedgerReader reader = opened.reader()) {
          assertThat(opened.finding()).isEmpty();
          assertThat(reader.view().head().size()).isEqualTo(isPublished ? 15 : 10);
          assertThat(opened.notes().stream().anyMatch(note -> note.contains("is not confirmed")))
              .isEqualTo(!isPublished);
        }
      }
    }
  }

  @Test
  void aDamagedFolderIsReadAsFarAsItCanBeProven() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 500, 20);
    }
    disk.delete(Names.HEADERS + "/" + disk.list(Names.HEADERS).getLast());
    ReaderOpening opening = LedgerReader.open(new ReadOnlyStorage(disk), PublishedHead.NONE);
    assertThat(opening).isInstanceOf(ReaderOpening.Opened.class);
    var opened = (ReaderOpening.Opened) opening;
    try (LedgerReader reader = opened.reader()) {
      assertThat(opened.finding().orElseThrow().fault()).isEqualTo(LedgerFault.COMMITS_LOST);
      long size = reader.view().head().size();
      assertThat(size).isPositive();
      assertThat(reader.view().root(size)).isEqualTo(Logs.root(size));
    }
    assertThat(LedgerReader.open(SimDisk.calm(), PublishedHead.NONE))
        .isInstanceOf(ReaderOpening.Refused.class);
  }

  /** Another process holds the lock, appends, rolls, publishes, drops, and is killed in the end. */
  @Test
  void realProcessesReadBesideARealWriter(@TempDir Path folder) throws Exception {
    var disk = FileStorage.open(folder);
    for (int life = 0; life < Deep.cases(2, 20); life++) {
      Process writer = Appender.process(folder, "publish");
      try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
        for (int i = 0; i < Deep.cases(25, 200); i++) {
          long told = Long.parseLong(lines.readLine());
          while (lines.ready()) {
            told = Long.parseLong(lines.readLine());
          }
          try (LedgerReader reader = open(new ReadOnlyStorage(disk), PublishedHead.NONE)) {
            assertThat(reader.view().head().size()).isGreaterThanOrEqualTo(told);
            check(reader, 0);
          }
          if (i % 5 == 0) {
            assertThat(LedgerFsck.of(new ReadOnlyStorage(disk)).run(FsckProgress.NONE).findings())
                .isEmpty();
          }
        }
      } finally {
        Process _ = writer.destroyForcibly();
      }
      assertThat(writer.waitFor()).isNotZero();
      // Nobody writes now; a reader still finds its commit.
      try (LedgerReader reader = open(new ReadOnlyStorage(disk), PublishedHead.NONE)) {
        check(reader, 0);
        assertThat(reader.checkpoints().count()).isPositive();
      }
    }
  }
}
