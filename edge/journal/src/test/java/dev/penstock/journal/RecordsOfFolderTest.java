package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.Event;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.testkit.records.JournalRecords;
import dev.penstock.testkit.records.LookedAtBeforeDeleted;
import dev.penstock.testkit.records.RecordGrammar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirDeletionStrategy;

/**
 * The testkit's own reader of journals finds every record of a folder, so that no test of a node
 * writes one unseen.
 */
class RecordsOfFolderTest {
  @TempDir private Path folder;

  /** Deleted without a look: a test here writes what is no record. */
  @TempDir(deletionStrategy = TempDirDeletionStrategy.Standard.class)
  private Path unseen;

  private final List<String> strategies = new ArrayList<>();

  @RegisterExtension
  private final BeforeEachCallback settings =
      context ->
          context
              .getConfigurationParameter(LookedAtBeforeDeleted.SETTING)
              .ifPresent(strategies::add);

  private static void write(Path to, List<byte[]> records) throws IOException {
    Files.createDirectories(to.resolve("journal"));
    var storage = FileStorage.open(to.resolve("journal"));
    try (FileJournal journal = Journals.create(storage, Journals.options(1))) {
      long seq = 0;
      for (byte[] record : records) {
        RecordClass[] classes = RecordClass.values();
        var batch = new FrameBatch();
        var _ = batch.frame(classes[(int) seq % classes.length], 7, seq++).record(record);
        assertThat(journal.append(batch)).isInstanceOf(JournalOutcome.Appended.class);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<byte[]> records(int count) {
    var records = new ArrayList<byte[]>();
    for (int seq = 0; seq < count; seq++) {
      var value =
          seq % 5 == 0
              ? new Event("started", 1, null, Details.NONE)
              : new Sample(SampleValue.of("x".repeat(17 * seq)));
      records.add(new LedgerRecord(seq, 7, 1L, null, 5L, 0, value).encode());
    }
    return records;
  }

  @Test
  void everyRecordOfEverySegmentIsFound() throws IOException {
    List<byte[]> records = records(200);
    write(folder, records);
    var found = new ArrayList<String>();
    assertThat(JournalRecords.each(folder, record -> found.add(HexFormat.of().formatHex(record))))
        .isEqualTo(200);
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            records.stream().map(HexFormat.of()::formatHex).toList());
    try (var segments = Files.list(folder.resolve("journal").resolve("segments"))) {
      assertThat(segments.count()).as("more than one of a class").isGreaterThan(6);
    }
  }

  @Test
  void aRecordThatTheGrammarDoesNotAllowIsNamed() throws IOException {
    List<byte[]> records = records(3);
    byte[] broken = records.get(2).clone();
    broken[2] = 23; // no such kind
    records.set(2, broken);
    write(unseen, records);
    assertThatThrownBy(() -> LookedAtBeforeDeleted.check(unseen))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not as records.cddl says")
        .hasMessageContaining(HexFormat.of().formatHex(broken, 0, 8));
    assertThat(RecordGrammar.fault(records.get(1))).isEmpty();
  }

  @Test
  void everyTemporaryFolderIsLookedAt() {
    assertThat(strategies).containsExactly(LookedAtBeforeDeleted.class.getName());
  }
}
