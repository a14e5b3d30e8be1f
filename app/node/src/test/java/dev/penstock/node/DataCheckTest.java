package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.PublishedHead;
import dev.penstock.flow.index.BlockReader;
import dev.penstock.flow.index.RecordsCheck;
import dev.penstock.flow.journal.ExtentReading;
import dev.penstock.flow.journal.FrameBatch;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.PayloadSource;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.journal.JournalReader;
import dev.penstock.ledger.LedgerReader;
import dev.penstock.ledger.ReaderOpening;
import dev.penstock.signature.SignatureAlgorithm;
import dev.penstock.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a whole folder, above all that its records are those that were sealed. */
class DataCheckTest {
  private static final int COUNT = 700;

  @TempDir private Path temp;
  private Path data;

  @BeforeEach
  void makeFolder() {
    data = temp.resolve("data");
  }

  private void runNode() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, COUNT, new ConcurrentSkipListSet<>());
    }
  }

  private DataCheck.Result check() throws IOException {
    return DataCheck.run(data, (done, size) -> {});
  }

  private RecordsCheck.Result compare(Path extents, Wrapping around) throws IOException {
    JournalReader journal = JournalReader.open(room(data.resolve("journal")));
    JournalReader places = JournalReader.open(room(extents));
    var opening =
        (ReaderOpening.Opened) LedgerReader.open(room(data.resolve("ledger")), PublishedHead.NONE);
    try (LedgerReader ledger = opening.reader();
        JournalCursor cursor = places.cursor()) {
      var evidence = new BlockReader.Evidence(ledger, around.of(journal), places, TestPlant.ORIGIN);
      return RecordsCheck.run(evidence, cursor, (done, size) -> {});
    }
  }

  private RecordsCheck.Result compare(Wrapping around) throws IOException {
    return compare(data.resolve("extents"), around);
  }

  private static Storage room(Path folder) throws IOException {
    return FileStorage.openForReading(folder);
  }

  private interface Wrapping {
    PayloadSource of(PayloadSource journal);
  }

  @Test
  void allRecordsAreComparedAlsoBesideTheNodeThatWrites() throws Exception {
    try (Node node = TestPlant.start(data, TestPlant.ORIGIN)) {
      TestPlant.hear(node, 0, COUNT, new ConcurrentSkipListSet<>());
      TestPlant.await(() -> TestPlant.sealedTexts(node.projections().records()).size() == COUNT);
      assertThat(check().findings()).isEmpty();
    }
    DataCheck.Result whole = check();
    assertThat(whole.findings()).isEmpty();
    assertThat(whole.lines()).anyMatch(line -> line.startsWith("records  "));
    RecordsCheck.Result compared = compare(journal -> journal);
    assertThat(compared.records()).isGreaterThan(COUNT);
    assertThat(compared.blocks()).isPositive();
    assertThat(compared.dropped()).isZero();
  }

  @Test
  void aRecordThatIsNotTheSealedOneIsFoundWhateverItsChecksumSays() throws Exception {
    runNode();
    RecordsCheck.Result compared =
        compare(journal ->
            (extent, into) -> {
              ExtentReading reading = journal.read(extent, into);
              if (extent.recordClass() == RecordClass.PLANT) {
                into[extent.length() - 1] ^= 1;
              }
              return reading;
            });
    assertThat(compared.findings())
        .isNotEmpty()
        .allMatch(line -> line.matches("the records of block \\d+ are not those that were sealed"));
  }

  @Test
  void whatPolicyDroppedIsCountedAndWhatCannotBeReadIsAFinding() throws Exception {
    runNode();
    RecordsCheck.Result dropped =
        compare(journal ->
            (extent, into) ->
                extent.recordClass() == RecordClass.PLANT
                    ? new ExtentReading.Dropped()
                    : journal.read(extent, into));
    assertThat(dropped.findings()).isEmpty();
    assertThat(dropped.dropped()).isPositive();
    var broken = new JournalFinding(JournalFault.READ_FAILED, "segment 0", "bad sector");
    RecordsCheck.Result unread =
        compare(journal -> (extent, into) -> new ExtentReading.Failed(broken));
    assertThat(unread.records()).isZero();
    assertThat(unread.findings()).isNotEmpty().allMatch(line -> line.contains("bad sector"));
  }

  /** A run was killed between the extents of a block and the block, and then the key rotated. */
  @Test
  void extentsWhoseBlockNeverCameAreNoFinding() throws Exception {
    runNode();
    long size;
    var opening =
        (ReaderOpening.Opened) LedgerReader.open(room(data.resolve("ledger")), PublishedHead.NONE);
    try (LedgerReader ledger = opening.reader()) {
      size = ledger.view().head().size();
    }
    var orphan = new FrameBatch();
    try (JournalCursor cursor = JournalReader.open(room(data.resolve("extents"))).cursor()) {
      var _ =
          cursor.read(
              frame -> {
                var _ =
                    orphan
                        .frame(frame.recordClass(), frame.source(), size)
                        .record(
                            frame.buffer(), frame.startOf(0), frame.startOf(1) - frame.startOf(0));
                return false;
              },
              1);
    }
    var options =
        JournalOptions.of(
            Node.Machine.here().clock(),
            Node.Machine.here().random(),
            Node.Machine.here().holder());
    var extents = FileJournal.open(FileStorage.open(data.resolve("extents")), options);
    try (FileJournal open = ((JournalOpening.Opened) extents).journal()) {
      assertThat(open.append(orphan)).isInstanceOf(JournalOutcome.Appended.class);
    }
    StoppedNode.Rotated _ =
        StoppedNode.rotateLogKey(
            data,
            TestPlant.settings(TestPlant.ORIGIN),
            SignatureAlgorithm.ED25519,
            Node.Machine.here());
    assertThat(check().findings()).isEmpty();
    assertThat(compare(journal -> journal).blocks()).isEqualTo(size);
  }

  @Test
  void aBlockWhoseExtentsAreGoneIsAFinding() throws Exception {
    runNode();
    Path other = Files.createDirectory(temp.resolve("other"));
    var options =
        JournalOptions.of(
            Node.Machine.here().clock(),
            Node.Machine.here().random(),
            Node.Machine.here().holder());
    var opening = FileJournal.create(FileStorage.open(other), 1 << 20, options);
    try (FileJournal extents = ((JournalOpening.Opened) opening).journal()) {
      assertThat(compare(other, journal -> journal).findings())
          .isNotEmpty()
          .allMatch(line -> line.contains("nothing says where the records of"));
      var foreign = new FrameBatch();
      var _ = foreign.frame(RecordClass.CONTROL, 0, 0).record(new byte[] {1, 2, 3});
      var _ = extents.append(foreign);
    }
    assertThat(compare(other, journal -> journal).findings())
        .isNotEmpty()
        .anyMatch(line -> line.startsWith("the extents of 0"));
  }
}
