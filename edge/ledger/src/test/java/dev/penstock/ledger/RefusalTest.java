package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.EntryBatch;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.SimDisk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each damage has its finding, leaves every file as it is, and readers what can be proven. */
class RefusalTest {
  private static final NoteSigner SIGNER = Logs.signer();
  private static final long SIZE = 400;
  private static final String IN = "ledger/";

  private interface Harm {
    void to(SimDisk disk) throws Exception;
  }

  /** One damage and what must be said about it. */
  private record Case(String name, LedgerFault fault, Harm harm) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "a bit of a segment head",
              LedgerFault.SEGMENT_DAMAGED,
              disk -> flip(disk, IN + Names.segment(1), 50)),
          new Case(
              "a bit of the padding of a segment head",
              LedgerFault.SEGMENT_DAMAGED,
              disk -> flip(disk, IN + Names.segment(1), 4000)),
          new Case(
              "a segment that is cut short",
              LedgerFault.SEGMENT_DAMAGED,
              disk -> cut(disk, lastSegment(disk), 9000)),
          new Case(
              "a segment in the middle is gone",
              LedgerFault.SEGMENT_MISSING,
              disk -> disk.delete(IN + Names.segment(1))),
          new Case(
              "the first segment is gone",
              LedgerFault.SEGMENT_MISSING,
              disk -> disk.delete(IN + Names.segment(0))),
          new Case(
              "the last segment is gone",
              LedgerFault.COMMITS_LOST,
              disk -> disk.delete(lastSegment(disk))),
          new Case(
              "two segments are swapped",
              LedgerFault.SEGMENT_DAMAGED,
              disk -> {
                disk.rename(IN + Names.segment(0), IN + "headers/x");
                disk.rename(IN + Names.segment(1), IN + Names.segment(0));
                disk.rename(IN + "headers/x", IN + Names.segment(1));
              }),
          new Case(
              "the format file is damaged",
              LedgerFault.FORMAT_UNREADABLE,
              disk -> flip(disk, IN + Names.FORMAT, 25)),
          new Case(
              "the format is newer",
              LedgerFault.FORMAT_NEWER,
              disk -> disk.damage(IN + Names.FORMAT, 16, new byte[] {'2'})),
          new Case(
              "the leaf hashes are cut short",
              LedgerFault.LEVELS_DAMAGED,
              disk -> cut(disk, IN + Names.level(0), 320)),
          new Case(
              "a hash on the right edge is damaged",
              LedgerFault.LEVELS_DAMAGED,
              disk -> flip(disk, IN + Names.level(0), (SIZE - 1) * 32 + 5)),
          new Case(
              "the leaf hashes know more than the segments",
              LedgerFault.COMMITS_LOST,
              disk -> extend(disk, IN + Names.level(0), 32)),
          new Case(
              "the index knows more than the segments",
              LedgerFault.COMMITS_LOST,
              disk -> extend(disk, IN + Names.INDEX, 16)),
          new Case(
              "a level file is gone",
              LedgerFault.FILE_MISSING,
              disk -> disk.delete(IN + Names.level(1))),
          new Case(
              "the last checkpoint row is damaged",
              LedgerFault.CHECKPOINT_DAMAGED,
              disk -> flip(disk, IN + Names.CHECKPOINTS, 128 + 20)),
          new Case(
              "the checkpoint rows are gone",
              LedgerFault.CHECKPOINT_DAMAGED,
              disk -> cut(disk, IN + Names.CHECKPOINTS, 0)),
          new Case(
              "the published head is damaged",
              LedgerFault.PUBLISHED_HEAD_UNREADABLE,
              disk -> {
                String name = "outside/" + disk.list("outside").getFirst();
                flip(disk, name, 60);
                flip(disk, name, 4096 + 60);
              }));

  /** Damage to what was committed since the derived files were last synced, process killed. */
  private static final List<Case> BEHIND_THE_MARK =
      List.of(
          new Case(
              "a bit of an entry",
              LedgerFault.BATCH_DAMAGED,
              disk -> flip(disk, lastSegment(disk), 4096 + 40)),
          new Case(
              "a bit of a batch marker",
              LedgerFault.BATCH_DAMAGED,
              disk -> flip(disk, lastSegment(disk), 4096)),
          new Case(
              "a bit of the last batch",
              LedgerFault.BATCH_DAMAGED,
              disk -> flip(disk, lastSegment(disk), end(disk, lastSegment(disk)) - 100)),
          new Case(
              "a bit of the last commit record",
              LedgerFault.BATCH_DAMAGED,
              disk -> flip(disk, lastSegment(disk), end(disk, lastSegment(disk)) - 30)),
          new Case(
              "a bit in an older segment",
              LedgerFault.BATCH_DAMAGED,
              disk -> flip(disk, IN + Names.segment(0), 4096 + 40)),
          new Case(
              "the last segment is gone",
              LedgerFault.COMMITS_LOST,
              disk -> disk.delete(lastSegment(disk))),
          new Case(
              "all segments but the first are older",
              LedgerFault.SEGMENT_MISSING,
              disk -> disk.delete(IN + Names.segment(1))));

  private static String lastSegment(SimDisk disk) throws Exception {
    List<String> names =
        disk.list("ledger/headers").stream().filter(name -> name.endsWith(".seg")).toList();
    return IN + "headers/" + names.getLast();
  }

  private static void flip(SimDisk disk, String name, long at) {
    disk.flipBit(name, at * 8 + 3);
  }

  private static void cut(SimDisk disk, String name, long bytes) throws Exception {
    try (StorageFile file = disk.open(name)) {
      file.truncate(bytes);
    }
  }

  private static void extend(SimDisk disk, String name, int bytes) throws Exception {
    try (StorageFile file = disk.open(name)) {
      file.writeFully(ByteBuffer.allocate(bytes), file.sizeBytes());
    }
  }

  private static PublishedHead head(Storage disk) {
    return new FilePublishedHead(new SubFolder(disk, "outside"));
  }

  /** A log of several segments with two checkpoints, closed in order. */
  private static SimDisk sound() throws Exception {
    var machine = SimDisk.calm();
    LedgerOptions options = Logs.options(1, head(machine));
    // The outside folder lies beside the ledger's files; it is told apart by fsck only.
    machine.createFolder("ledger");
    machine.createFolder("outside");
    try (FileLedger ledger = Logs.create(new SubFolder(machine, "ledger"), options)) {
      Logs.grow(ledger, 100, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
      Logs.grow(ledger, SIZE, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
    }
    return machine;
  }

  private static LedgerOpening open(SimDisk disk, long seed) {
    return FileLedger.open(new SubFolder(disk, "ledger"), Logs.options(seed, head(disk)));
  }

  private static Map<String, List<Byte>> contents(SimDisk disk, String folder) throws Exception {
    var all = new TreeMap<String, List<Byte>>();
    for (String name : disk.list(folder)) {
      String path = folder + "/" + name;
      if (path.equals("ledger/headers") || path.equals("ledger/levels")) {
        all.putAll(contents(disk, path));
      } else if (!path.equals("ledger/lock")) {
        var bytes = new ArrayList<Byte>();
        for (byte b : disk.contents(path)) {
          bytes.add(b);
        }
        all.put(path, bytes);
      }
    }
    return all;
  }

  /** A log that was killed in the middle of its life and had synced no derived file yet. */
  private static SimDisk killed() throws Exception {
    var machine = SimDisk.calm();
    machine.createFolder("ledger");
    machine.createFolder("outside");
    LedgerOptions options = Logs.options(1, head(machine)).withUpkeep(1 << 30, 1 << 30);
    FileLedger ledger = Logs.create(new SubFolder(machine, "ledger"), options);
    Logs.grow(ledger, 100, 10);
    var _ = Logs.published(ledger.publish(SIGNER));
    Logs.grow(ledger, SIZE, 10);
    SimDisk left = machine.backup();
    ledger.close();
    return left;
  }

  @TestFactory
  List<DynamicTest> eachDamageBehindTheMarkIsFoundAtTheStart() {
    return BEHIND_THE_MARK.stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, killed())))
        .toList();
  }

  @Test
  void aKilledLogWithoutDamageGoesOn() throws Exception {
    try (FileLedger ledger = Logs.running(open(killed(), 5))) {
      Logs.assertHoldsTestEntries(ledger, SIZE);
    }
  }

  @TestFactory
  List<DynamicTest> eachDamageHasItsFindingAndIsLeftAsItIs() {
    return CASES.stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each, sound())))
        .toList();
  }

  private static void check(Case each, SimDisk disk) throws Exception {
    each.harm().to(disk);
    var before = contents(disk, "ledger");
    var outsideBefore = contents(disk, "outside");
    switch (open(disk, 2)) {
      case LedgerOpening.Refused(var finding) ->
          assertThat(finding.fault()).as("%s", finding).isEqualTo(each.fault());
      case LedgerOpening.Opened(var ledger, var notes) -> {
        assertThat(Logs.finding(ledger).fault())
            .as("%s", Logs.finding(ledger))
            .isEqualTo(each.fault());
        assertThat(ledger.append(Logs.batch(SIZE, 1), 0))
            .isEqualTo(new AppendOutcome.Refused(Logs.finding(ledger)));
        assertThat(ledger.publish(SIGNER)).isEqualTo(new Publication.Refused(Logs.finding(ledger)));
        long served = ledger.view().head().size();
        assertThat(ledger.view().head().root()).isEqualTo(Logs.root(served));
        ledger.close();
      }
    }
    assertThat(contents(disk, "ledger")).isEqualTo(before);
    assertThat(contents(disk, "outside")).isEqualTo(outsideBefore);
    var found = LedgerFsck.of(new SubFolder(disk, "ledger")).against(head(disk));
    assertThat(found.run(FsckProgress.NONE).isSound()).isFalse();
  }

  @Test
  void theSameFolderWithoutDamageIsSound() throws Exception {
    SimDisk disk = sound();
    LedgerCheck check =
        LedgerFsck.of(new SubFolder(disk, "ledger")).against(head(disk)).run(FsckProgress.NONE);
    assertThat(check.findings()).isEmpty();
    assertThat(check.size()).isEqualTo(SIZE);
    assertThat(check.root()).isEqualTo(Logs.root(SIZE));
    assertThat(check.entriesChecked()).isEqualTo(SIZE);
    assertThat(check.checkpointsCompared()).isEqualTo(2);
    try (FileLedger ledger = Logs.running(open(disk, 3))) {
      Logs.assertHoldsTestEntries(ledger, SIZE);
    }
  }

  @Test
  void fsckFindsEachFlippedBitOfWhatIsCommitted() throws Exception {
    SimDisk disk = sound();
    var random = new SplittableRandom(Seed.value());
    for (String name : contents(disk, "ledger").keySet()) {
      for (int i = 0; i < Deep.cases(25, 2000); i++) {
        long bytes = committedBytes(disk, name);
        if (bytes > 0) {
          long bit = random.nextLong(bytes * 8);
          SimDisk copy = disk.backup();
          copy.flipBit(name, bit);
          assertThat(LedgerFsck.of(new SubFolder(copy, "ledger")).run(FsckProgress.NONE))
              .as("bit %d of %s; %s", bit, name, Seed.describe())
              .matches(check -> !check.isSound() || !check.notes().equals(soundNotes()));
        }
      }
    }
  }

  /** What fsck says of a sound folder when nobody gives it a published head. */
  private static List<String> soundNotes() {
    return List.of(FilePublishedHead.NOT_ASKED);
  }

  /** Bytes of a file of which each one matters. */
  private static long committedBytes(SimDisk disk, String name) throws Exception {
    if (name.endsWith(".seg")) {
      return end(disk, name);
    }
    if (name.endsWith("/prepared") || name.endsWith("/mark")) {
      return 0;
    }
    return disk.contents(name).length;
  }

  /** Where the batches of a segment end: there stands its confirmation word. */
  private static long end(SimDisk disk, String name) {
    ByteBuffer bytes = ByteBuffer.wrap(disk.contents(name));
    long salt = bytes.getLong(80);
    for (int at = 4096; at < bytes.capacity() - 8; at += 8) {
      if (bytes.getLong(at) == Batch.confirmation(salt)) {
        return at;
      }
    }
    throw new IllegalStateException("no end in " + name);
  }

  @Test
  void anOlderCopyOfTheWholeFolderIsSeenThroughThePublishedHead() throws Exception {
    SimDisk disk = sound();
    SimDisk old = disk.backup();
    try (FileLedger ledger = Logs.running(open(disk, 2))) {
      Logs.grow(ledger, SIZE + 50, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
    }
    LedgerOptions options = Logs.options(3, head(disk));
    var opening = FileLedger.open(new SubFolder(old, "ledger"), options);
    FileLedger ledger = Logs.opened(opening);
    assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.PUBLISHED_HEAD_AHEAD);
    Logs.assertHoldsTestEntries(ledger, SIZE);
    ledger.close();
  }

  @Test
  void aCopyThatGrewAnotherWayIsSeenThroughThePublishedHead() throws Exception {
    SimDisk disk = sound();
    SimDisk twin = disk.backup();
    try (FileLedger ledger = Logs.running(open(disk, 2))) {
      Logs.grow(ledger, SIZE + 50, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
    }
    try (FileLedger ledger = Logs.running(open(twin, 4))) {
      for (int i = 0; i < 50; i++) {
        var _ = ledger.append(EntryBatch.of(Logs.utf8("other " + i)), 0);
      }
    }
    LedgerOptions options = Logs.options(3, head(disk));
    FileLedger ledger = Logs.opened(FileLedger.open(new SubFolder(twin, "ledger"), options));
    assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.PUBLISHED_HEAD_CONTRADICTS);
    ledger.close();
  }

  @Test
  void twoTwinsCannotBothPublish() throws Exception {
    SimDisk disk = sound();
    SimDisk twin = disk.backup();
    try (FileLedger ledger = Logs.running(open(disk, 2));
        FileLedger other =
            Logs.running(
                FileLedger.open(new SubFolder(twin, "ledger"), Logs.options(3, head(disk))))) {
      Logs.grow(ledger, SIZE + 10, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
      Logs.grow(other, SIZE + 10, 10);
      assertThat(other.publish(SIGNER)).isInstanceOf(Publication.Refused.class);
      assertThat(Logs.finding(other).fault()).isEqualTo(LedgerFault.PUBLISHED_HEAD_AHEAD);
      assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
    }
  }

  @Test
  void damageThatAReaderMeetsStopsTheLogAndIsNotHandedOut() throws Exception {
    SimDisk disk = sound();
    try (FileLedger ledger = Logs.running(open(disk, 2))) {
      flip(disk, IN + Names.segment(0), 4096 + 32 + 2 + 2 + 5);
      assertThatThrownBy(() -> ledger.view().entries(0, 10))
          .isInstanceOf(LedgerDamagedException.class);
      assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.BATCH_DAMAGED);
      assertThat(ledger.append(Logs.batch(SIZE, 1), 0)).isInstanceOf(AppendOutcome.Refused.class);
      // What is sound is still served.
      assertThat(Logs.entries(ledger, 200, 210).getFirst()).isEqualTo(Logs.entry(200));
    }
  }

  @Test
  void theSecondProcessOnAFolderIsToldWhoHoldsIt() throws Exception {
    SimDisk disk = sound();
    try (FileLedger ledger = Logs.running(open(disk, 2))) {
      assertThat(open(disk, 3)).isInstanceOf(LedgerOpening.Refused.class);
      var finding = ((LedgerOpening.Refused) open(disk, 3)).finding();
      assertThat(finding.fault()).isEqualTo(LedgerFault.LOCKED);
      assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
    }
    Logs.running(open(disk, 4)).close();
  }

  @Test
  void aFullDiskRefusesAppendsLosesNothingAndGoesOnWhenThereIsRoom() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 60, 10);
      // Whatever is free now is enough for a few commits and not for a segment.
      disk.capacityBytes(4L * Logs.SEGMENT_BYTES);
      long size = 60;
      boolean isFull = false;
      while (!isFull) {
        AppendOutcome outcome = ledger.append(Logs.batch(size, 10), 0);
        if (outcome instanceof AppendOutcome.Appended) {
          size += 10;
        } else {
          assertThat(outcome).isInstanceOf(AppendOutcome.Refused.class);
          assertThat(((AppendOutcome.Refused) outcome).finding().fault())
              .isEqualTo(LedgerFault.DISK_FULL);
          isFull = true;
        }
      }
      assertThat(ledger.state()).isInstanceOf(LedgerState.Full.class);
      // Committed and readable, as far as its hashes found room.
      long seen = ledger.view().head().size();
      Logs.assertHoldsTestEntries(ledger, seen);
      disk.capacityBytes(1 << 30);
      AppendOutcome outcome = ledger.append(Logs.batch(size, 10), 0);
      assertThat(outcome).isInstanceOf(AppendOutcome.Appended.class);
      assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
      Logs.assertHoldsTestEntries(ledger, size + 10);
    }
    try (FileLedger ledger = Logs.open(disk, Logs.options(2))) {
      Logs.assertHoldsTestEntries(ledger, ledger.view().head().size());
    }
  }

  @Test
  void whoComesBackWhenThereIsRoomAgainIsTriedAndNotRefusedUnseen() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      long size = 0;
      for (int trial = 0; trial < Deep.cases(100, 2_000); trial++) {
        disk.capacityBytes(1);
        AppendOutcome outcome = ledger.append(Logs.batch(size, 3), 0);
        while (outcome instanceof AppendOutcome.Appended) {
          size += 3;
          outcome = ledger.append(Logs.batch(size, 3), 0);
        }
        assertThat(outcome).isInstanceOf(AppendOutcome.Refused.class);
        disk.capacityBytes(1 << 30);
        assertThat(ledger.append(Logs.batch(size, 3), 0))
            .as("trial %d", trial)
            .isInstanceOf(AppendOutcome.Appended.class);
        size += 3;
      }
      Logs.assertHoldsTestEntries(ledger, size);
    }
  }
}
