package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedCheckpoint;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A life of a ledger: it is made, filled, published, pruned, closed and opened again. What it
 * acknowledged must be there after any crash, in its place, and nothing that was not handed in.
 */
class LedgerStory implements CrashStory {
  private static final NoteSigner SIGNER = Logs.signer();
  private static final NoteSigner ML_DSA = Logs.mlDsaSigner();

  /** How many disks were checked, to be told how much a test is worth. */
  static final AtomicInteger CHECKS = new AtomicInteger();

  private static final AtomicLong SALTS = new AtomicLong(Seed.value());
  private static final int ENTRIES_OF_A_CHECK = 3;

  private final SplittableRandom random;
  private final boolean isInline;

  /** Whether the folder was acknowledged as a ledger. */
  private boolean isMade;

  /** Entries that were acknowledged, and entries that were handed in. */
  private long acknowledged;

  private long handedIn;
  private long low = -1;
  private final List<PublishedCheckpoint> published = new ArrayList<>();
  private long minimumIndex;
  private long minimumAsked;

  /** How much is done between opening and closing. */
  private final int steps;

  LedgerStory(long seed, boolean isInline, int steps) {
    this.random = new SplittableRandom(seed);
    this.isInline = isInline;
    this.steps = steps;
  }

  /** The published head shares the disk of the simulation, in a folder of its own. */
  private static PublishedHead head(Storage disk) {
    return new FilePublishedHead(new SubFolder(disk, "outside"));
  }

  private static LedgerOptions options(Storage disk, long seed) {
    return Logs.options(seed, head(disk)).withUpkeep(2 * 1024, 40);
  }

  /** Salts must never repeat: bytes of a log that was given up may show through. */
  private static LedgerOptions freshOptions(Storage disk) {
    return options(disk, SALTS.incrementAndGet());
  }

  @Override
  public void work(SimDisk disk) throws Exception {
    disk.createFolder("ledger");
    disk.createFolder("outside");
    disk.forceFolder("", ForceAt.NEW_FILE_NAMES);
    var folder = new SubFolder(disk, "ledger");
    LedgerOpening opening =
        FileLedger.create(
            folder, Logs.ORIGIN, Logs.SEGMENT_BYTES, options(disk, random.nextLong()), isInline);
    if (disk.crashed()) {
      return;
    }
    try (FileLedger ledger = Logs.opened(opening)) {
      isMade = true;
      live(ledger, disk);
    }
    for (int i = 0; i < 1 && !disk.crashed(); i++) {
      opening = FileLedger.open(folder, options(disk, random.nextLong()), isInline);
      if (disk.crashed()) {
        return;
      }
      try (FileLedger ledger = Logs.opened(opening)) {
        live(ledger, disk);
      }
    }
  }

  private void live(FileLedger ledger, SimDisk disk) throws InterruptedException {
    for (int step = 0; step < steps && !disk.crashed(); step++) {
      append(ledger);
      // Each kind of step in each life; how much is appended in between is left to chance.
      if (step % 3 == 1) {
        publish(ledger);
      }
      if (step % 4 == 3) {
        prune(ledger);
      }
    }
  }

  private void append(FileLedger ledger) throws InterruptedException {
    int count = 1 + random.nextInt(40);
    handedIn = acknowledged + count;
    AppendOutcome outcome = ledger.append(Logs.batch(acknowledged, count), acknowledged);
    if (outcome instanceof AppendOutcome.Appended(var first, var appended, var head)) {
      assertThat(first).isEqualTo(acknowledged);
      low = acknowledged;
      acknowledged += appended;
    }
  }

  private void publish(FileLedger ledger) {
    Publication publication =
        published.size() % 2 == 0 ? ledger.publish(SIGNER, ML_DSA) : ledger.publish(SIGNER);
    if (publication instanceof Publication.Published(var checkpoint)) {
      published.add(checkpoint);
    }
  }

  private void prune(FileLedger ledger) {
    long publishedSize = published.isEmpty() ? 0 : published.getLast().checkpoint().size();
    long to = publishedSize / 2;
    if (to > minimumIndex) {
      minimumAsked = to;
      if (ledger.prune(to, "two years", publishedSize - 1)
          instanceof dev.penstock.flow.Pruning.Pruned) {
        minimumIndex = to;
      }
    }
  }

  @Override
  public void check(SimDisk disk) throws Exception {
    checkOutside(disk);
    var folder = new SubFolder(disk, "ledger");
    int _ = CHECKS.incrementAndGet();
    LedgerOpening opening = FileLedger.open(folder, freshOptions(disk), true);
    if (!isMade && opening instanceof LedgerOpening.Refused) {
      // Half made: making it again must work.
      if (!disk.exists("outside") || !disk.exists("ledger")) {
        return;
      }
      opening =
          FileLedger.create(folder, Logs.ORIGIN, Logs.SEGMENT_BYTES, freshOptions(disk), true);
    }
    try (FileLedger ledger = Logs.running(opening)) {
      checkEntries(ledger);
      checkPublished(ledger);
      assertThat(LedgerFsck.of(folder).against(head(disk)).run(FsckProgress.NONE).findings())
          .isEmpty();
      // It goes on.
      long size = ledger.view().head().size();
      assertThat(ledger.append(Logs.batch(size, ENTRIES_OF_A_CHECK), size))
          .isInstanceOf(AppendOutcome.Appended.class);
      Logs.assertHoldsTestEntries(ledger, minimum(ledger), size + ENTRIES_OF_A_CHECK);
    }
    try (FileLedger ledger = Logs.running(FileLedger.open(folder, freshOptions(disk), true))) {
      assertThat(ledger.view().head().size())
          .isGreaterThanOrEqualTo(acknowledged + ENTRIES_OF_A_CHECK);
    }
  }

  /** What was published last is known outside, whatever became of the folder. */
  private void checkOutside(SimDisk disk) throws Exception {
    if (!published.isEmpty()) {
      var reading = head(disk).read(Logs.ORIGIN);
      assertThat(reading).isInstanceOf(PublishedHead.Reading.Known.class);
      assertThat(((PublishedHead.Reading.Known) reading).size())
          .isGreaterThanOrEqualTo(published.getLast().checkpoint().size());
    }
  }

  private long minimum(FileLedger ledger) throws Exception {
    long there = 0;
    if (ledger.view().entries(0, 1)
        instanceof dev.penstock.flow.Entries.Pruned(var minimum, var policy, var at, var record)) {
      there = minimum;
      assertThat(policy).isEqualTo("two years");
    }
    assertThat(there).isBetween(minimumIndex, Math.max(minimumIndex, minimumAsked));
    return there;
  }

  private void checkEntries(FileLedger ledger) throws Exception {
    long size = ledger.view().head().size();
    // A disk can be checked again after a crash of the first check, which appends too.
    long most = Math.max(acknowledged, handedIn) + 2 * ENTRIES_OF_A_CHECK;
    assertThat(size).isBetween(acknowledged, most);
    Logs.assertHoldsTestEntries(ledger, minimum(ledger), size);
    assertThat(ledger.view().head().root()).isEqualTo(Logs.root(size));
    if (size == acknowledged && low >= 0) {
      assertThat(ledger.view().head().low()).isEqualTo(low);
    }
  }

  private void checkPublished(FileLedger ledger) throws Exception {
    long count = ledger.checkpoints().count();
    assertThat(count).isBetween((long) published.size(), published.size() + 1L);
    for (int i = 0; i < published.size(); i++) {
      assertThat(ledger.checkpoints().get(i)).isEqualTo(published.get(i));
    }
    for (long i = 0; i < count; i++) {
      var checkpoint = ledger.checkpoints().get(i).checkpoint();
      assertThat(checkpoint.root()).isEqualTo(Logs.root(checkpoint.size()));
    }
  }
}
