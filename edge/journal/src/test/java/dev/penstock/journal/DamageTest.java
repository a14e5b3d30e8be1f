package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.Reading;
import dev.penstock.storage.StorageFile;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.SimDisk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What was durable and is not what it was is never explained away: the journal stops, says where,
 * and leaves every file as it is.
 */
class DamageTest {
  private static final long FRAMES = 260;

  /** Some segments of each class. */
  private static SimDisk filled() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, FRAMES, 12);
    }
    return disk;
  }

  private static List<String> segments(SimDisk disk) throws Exception {
    return disk.list("segments").stream()
        .filter(name -> !name.startsWith("prepared"))
        .map(name -> "segments/" + name)
        .toList();
  }

  private static Map<String, List<Byte>> contents(SimDisk disk) throws Exception {
    Map<String, List<Byte>> contents = new HashMap<>();
    for (String name : segments(disk)) {
      byte[] bytes = disk.contents(name);
      List<Byte> sample = new java.util.ArrayList<>();
      for (byte b : bytes) {
        sample.add(b);
      }
      contents.put(name, sample);
    }
    return contents;
  }

  /** Where the last part of each segment ends. */
  private static Map<String, Integer> ends(SimDisk disk) throws Exception {
    Map<String, Integer> ends = new HashMap<>();
    Durable durable = new Examination(disk).run().durable();
    for (int code = 0; code < ClassCode.COUNT; code++) {
      for (int i = 0; i < durable.count(code); i++) {
        ends.put(durable.head(code, i).fileName(), durable.endOf(code, i));
      }
    }
    return ends;
  }

  /** What opening and reading everything finds, if anything. */
  private static Optional<JournalFinding> findingOf(SimDisk disk) throws Exception {
    JournalOpening opening = FileJournal.open(disk, Journals.options(3), true);
    if (opening instanceof JournalOpening.Refused(var finding)) {
      return Optional.of(finding);
    }
    try (FileJournal journal = Journals.opened(opening)) {
      if (journal.state() instanceof JournalState.Stopped(var finding)) {
        assertThat(journal.append(Journals.batch(journal.end(), 1)))
            .isEqualTo(new JournalOutcome.Refused(finding));
        return Optional.of(finding);
      }
      try (JournalCursor cursor = Journals.cursor(journal, "all", 0)) {
        while (true) {
          Reading reading = cursor.read(frame -> true, 1 << 20);
          if (reading instanceof Reading.Failed(var finding)) {
            // The data path goes on: only the reader has stopped.
            assertThat(journal.append(Journals.batch(journal.end(), 1)))
                .isInstanceOf(JournalOutcome.Appended.class);
            assertThat(journal.figures().findings()).isPositive();
            return Optional.of(finding);
          }
          if (reading instanceof Reading.AtEnd) {
            return Optional.empty();
          }
        }
      }
    }
  }

  @Test
  void everyChangedByteIsFound() throws Exception {
    SimDisk disk = filled();
    var random = new SplittableRandom(Seed.value());
    int flips = 0;
    for (Map.Entry<String, Integer> file : ends(disk).entrySet()) {
      for (int at = 0; at < file.getValue(); at += 1 + random.nextInt(at < 160 ? 1 : 40)) {
        SimDisk copy = disk.backup();
        copy.flipBit(file.getKey(), 8L * at + random.nextInt(8));
        String what = file.getKey() + " byte " + at + "; " + Seed.describe();
        assertThat(JournalFsck.of(copy).run().findings()).as(what).isNotEmpty();
        assertThat(findingOf(copy)).as(what).isPresent();
        flips++;
      }
    }
    assertThat(flips).isGreaterThan(1000);
  }

  @Test
  void aStoppedJournalLeavesItsFilesAsTheyAre() throws Exception {
    SimDisk disk = filled();
    for (String name : segments(disk)) {
      SimDisk copy = disk.backup();
      copy.flipBit(name, 8 * 50);
      Map<String, List<Byte>> before = contents(copy);
      assertThat(findingOf(copy)).isPresent();
      assertThat(contents(copy)).isEqualTo(before);
    }
  }

  @Test
  void theLastCommitIsNotTakenForUnfinishedWhenItWasConfirmed() throws Exception {
    assertThat(isDamageOfLastCommitFound(true)).isTrue();
    // The word that confirms it must have reached the disk for that.
    assertThat(isDamageOfLastCommitFound(false)).isFalse();
  }

  private static boolean isDamageOfLastCommitFound(boolean isWordForced) throws Exception {
    var disk = SimDisk.calm();
    if (!isWordForced) {
      disk.withoutForce(ForceAt.CLOSED);
    }
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 40, 10);
    }
    Map<String, Integer> ends = ends(disk);
    SimDisk after = disk.reboot(Fate.ALL_LOST, 1);
    for (Map.Entry<String, Integer> file : ends.entrySet()) {
      SimDisk copy = after.backup();
      copy.flipBit(file.getKey(), 8L * (file.getValue() - 9));
      if (findingOf(copy).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aSegmentThatIsMissingIsMissed() throws Exception {
    SimDisk disk = filled();
    List<String> names = segments(disk);
    assertThat(names).hasSizeGreaterThan(4);
    for (String name : names) {
      SimDisk copy = disk.backup();
      copy.delete(name);
      // The newest of all, if nothing was put into it, leaves no trace.
      JournalCheck check = JournalFsck.of(copy).run();
      assertThat(check.findings()).as(name).isNotEmpty();
      assertThat(findingOf(copy)).as(name).isPresent();
    }
  }

  @Test
  void aSegmentThatIsCutShortIsFound() throws Exception {
    SimDisk disk = filled();
    for (Map.Entry<String, Integer> file : ends(disk).entrySet()) {
      for (int size : new int[] {0, 100, 4096, file.getValue() - 1}) {
        SimDisk copy = disk.backup();
        try (StorageFile segment = copy.open(file.getKey())) {
          segment.truncate(size);
        }
        assertThat(JournalFsck.of(copy).run().findings()).as(file + " " + size).isNotEmpty();
        assertThat(findingOf(copy)).as(file + " " + size).isPresent();
      }
    }
  }

  @Test
  void aSegmentOfAnotherJournalIsNotTaken() throws Exception {
    SimDisk disk = filled();
    var other = SimDisk.calm();
    try (FileJournal journal = Journals.create(other, Journals.options(99))) {
      Journals.grow(journal, FRAMES, 12);
    }
    for (String name : segments(disk)) {
      SimDisk copy = disk.backup();
      copy.damage(name, 0, other.contents(name));
      assertThat(findingOf(copy).map(JournalFinding::fault))
          .as(name)
          .contains(JournalFault.SEGMENT_DAMAGED);
    }
  }

  @Test
  void aNumberThatNobodyKnowsIsFound() throws Exception {
    SimDisk disk = filled();
    disk.rename(segments(disk).getLast(), "segments/00000099.plant");
    assertThat(findingOf(disk)).isPresent();
  }

  @Test
  void strangersAreToldByTheCheckAlone() throws Exception {
    SimDisk disk = filled();
    disk.create("segments/notes.txt").close();
    disk.create("readme").close();
    assertThat(JournalFsck.of(disk).run().findings())
        .hasSize(2)
        .allMatch(finding -> finding.fault() == JournalFault.UNEXPECTED_FILE);
    assertThat(findingOf(disk)).isEmpty();
  }

  @Test
  void aSoundJournalHasNoFinding() throws Exception {
    SimDisk disk = filled();
    JournalCheck check = JournalFsck.of(disk).run();
    assertThat(check.findings()).isEmpty();
    assertThat(check.end()).isEqualTo(FRAMES);
    assertThat(check.frames()).isEqualTo(FRAMES);
    long records = 0;
    for (long position = 0; position < FRAMES; position++) {
      records += Journals.frame(position).records().size();
    }
    assertThat(check.records()).isEqualTo(records);
    assertThat(check.commits()).isEqualTo((FRAMES + 11) / 12);
    assertThat(check.notes()).isEmpty();
    assertThat(findingOf(disk)).isEmpty();
  }

  @Test
  void aBrokenOrNewerFormatFileIsRefused() throws Exception {
    SimDisk disk = filled();
    int bytes = disk.contents("format").length;
    for (int at = 0; at < bytes; at++) {
      SimDisk copy = disk.backup();
      copy.flipBit("format", 8L * at + at % 7);
      assertThat(Journals.refusal(FileJournal.open(copy, Journals.options(1))).fault())
          .as("byte " + at)
          .isIn(JournalFault.FORMAT_UNREADABLE, JournalFault.FORMAT_NEWER);
      assertThat(JournalFsck.of(copy).run().findings()).isNotEmpty();
    }
    disk.damage(
        "format", 0, "penstock-journal 2\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThat(Journals.refusal(FileJournal.open(disk, Journals.options(1))).fault())
        .isEqualTo(JournalFault.FORMAT_NEWER);
  }

  @Test
  void aFolderWithoutAJournalIsRefused() {
    var disk = SimDisk.calm();
    assertThat(Journals.refusal(FileJournal.open(disk, Journals.options(1))).fault())
        .isEqualTo(JournalFault.NOT_A_JOURNAL);
  }

  @Test
  void aJournalIsMadeOnlyInAnEmptyFolder() throws Exception {
    SimDisk disk = filled();
    assertThat(
            Journals.refusal(FileJournal.create(disk, Journals.SEGMENT_BYTES, Journals.options(1)))
                .fault())
        .isEqualTo(JournalFault.UNEXPECTED_FILE);
    var other = SimDisk.calm();
    other.create("something").close();
    assertThat(
            Journals.refusal(FileJournal.create(other, Journals.SEGMENT_BYTES, Journals.options(1)))
                .fault())
        .isEqualTo(JournalFault.UNEXPECTED_FILE);
  }
}
