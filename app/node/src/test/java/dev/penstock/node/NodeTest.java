package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cbor.Decoded;
import dev.penstock.disk.FileStorage;
import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.Gap;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.Entries;
import dev.penstock.flow.LedgerView;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.journal.Retention;
import dev.penstock.ledger.LedgerFsck;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.node.config.NodeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {
  private static final NodeSettings SETTINGS = TestPlant.settings(TestPlant.ORIGIN);

  private static Node start(Path folder) throws StartException {
    return Node.start(
        folder, SETTINGS, new Node.Machine(InstantSource.system(), new SecureRandom(), "a test"));
  }

  private static Heard heard(String source, String text) {
    return new Heard(
        "broker1",
        source,
        "temperature",
        null,
        null,
        Instant.now(),
        new Payload(null, ByteString.of(text.getBytes(StandardCharsets.UTF_8)), null),
        1);
  }

  /** Offers so many messages and waits until all are durable. */
  private static void hear(Node node, int count) throws InterruptedException {
    var durable = new CountDownLatch(count);
    var receipt =
        new Receipt() {
          @Override
          public void durable() {
            durable.countDown();
          }

          @Override
          public void refused(String reason) {
            throw new AssertionError(reason);
          }
        };
    for (int i = 0; i < count; i++) {
      assertThat(node.intake().offer(heard("plc" + i % 7, "value " + i), receipt)).isTrue();
    }
    assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
  }

  /** What the log has of so many runs; the one that is under way seals its own start on top. */
  private static List<Block> blocks(Node node, int runs) throws IOException {
    LedgerView view = node.ledger().view();
    List<Block> blocks = new ArrayList<>();
    long at = 0;
    while (at < view.head().size()) {
      var found = (Entries.Found) view.entries(at, 1_000);
      for (int i = 0; i < found.batch().count(); i++) {
        Block block = ((Decoded.Value<Block>) Block.decode(found.batch().entry(i))).value();
        if (block.header().boot() <= runs) {
          blocks.add(block);
        }
      }
      at += found.batch().count();
    }
    return blocks;
  }

  /**
   * So many samples, and once a dictionary record for each of 7 sources and their points. Each run
   * also states its boot and its clock, and from time to time which sources it hears.
   */
  private static void assertSealed(Node node, int runs, int samples) throws Exception {
    List<Block> blocks = blocks(node, runs);
    assertThat(blocks.stream().mapToLong(block -> block.header().count()).sum())
        .isGreaterThanOrEqualTo(samples + 2 * 7 + 3 * runs);
    TestPlant.await(() -> node.projections().records().indexed() >= blocks.size());
    assertThat(NodeRecords.of(node, Sample.class)).hasSize(samples);
    assertThat(NodeRecords.of(node, DictionaryEntry.class)).hasSize(2 * 7);
  }

  @Test
  void whatIsHeardIsSealedByTheTimeTheNodeHasEnded(@TempDir Path folder) throws Exception {
    try (Node node = start(folder.resolve("data"))) {
      hear(node, 1_000);
    }
    assertThat(
            LedgerFsck.of(FileStorage.open(folder.resolve("data/ledger")))
                .run(FsckProgress.NONE)
                .findings())
        .isEmpty();
    try (Node node = start(folder.resolve("data"))) {
      assertSealed(node, 1, 1_000);
    }
  }

  @Test
  void chainsGoOnOverStartsWithoutAHole(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    for (int run = 0; run < 3; run++) {
      try (Node node = start(data)) {
        hear(node, 100);
      }
    }
    try (Node node = start(data)) {
      assertSealed(node, 3, 300);
      List<Block> blocks = blocks(node, 3);
      assertThat(blocks.stream().map(block -> block.header().chain()).distinct()).hasSize(1);
      for (int i = 1; i < blocks.size(); i++) {
        assertThat(blocks.get(i).header().seq()).isEqualTo(i);
        assertThat(blocks.get(i).header().previous()).isEqualTo(blocks.get(i - 1).link());
      }
      assertThat(blocks.stream().map(block -> block.header().boot()).distinct())
          .containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void aStartWithoutItsNotesFindsTheSame(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");
    try (Node node = start(data)) {
      hear(node, 50);
    }
    Files.delete(data.resolve("notes/numbering"));
    Files.write(data.resolve("notes/sealer"), new byte[] {1, 2, 3});
    try (Node node = start(data)) {
      hear(node, 50);
    }
    try (Node node = start(data)) {
      assertSealed(node, 2, 100);
      assertThat(blocks(node, 2).stream().map(block -> block.header().chain()).distinct())
          .hasSize(1);
    }
  }

  @Test
  void whatRetentionDropsIsSaidForEver(@TempDir Path folder) throws Exception {
    long mebibyte = 1 << 20;
    var limit = new Retention.Limit(RecordClass.PLANT, 80 * mebibyte, Duration.ofDays(400));
    var settings =
        NodeSettings.named("plant7.example/log").withRetention(new Retention(List.of(limit)));
    try (Node node = Node.start(folder, settings, Node.Machine.here())) {
      hearLong(node, 1_500);
      // What is not sealed yet is not dropped: it is asked for until the sealer has gone on.
      var never = new CountDownLatch(1);
      for (int i = 0; i < 600 && pruned(node) == 0; i++) {
        node.dropOld();
        boolean _ = never.await(100, TimeUnit.MILLISECONDS);
      }
      assertThat(pruned(node)).as(node.obstacles().toString()).isPositive();
      assertThat(node.journal().figures().storedBytes()).isLessThan(300 * mebibyte);
    }
    try (Node node = Node.start(folder, settings, Node.Machine.here())) {
      assertThat(pruned(node)).isPositive();
      hear(node, 100);
    }
    assertThat(
            LedgerFsck.of(FileStorage.open(folder.resolve("ledger")))
                .run(FsckProgress.NONE)
                .findings())
        .isEmpty();
  }

  /** So many messages of 100 KiB. */
  private static void hearLong(Node node, int count) throws InterruptedException {
    String text = "x".repeat(100 << 10);
    for (int i = 0; i < count; i++) {
      Heard heard = heard("plc1", text);
      await(() -> node.intake().offer(heard, Receipt.NONE));
    }
    await(() -> node.intake().figures().waiting() == 0);
  }

  /** How many records in the journal say that something was pruned. */
  private static long pruned(Node node) {
    long[] found = {0};
    try (JournalCursor cursor =
        ((CursorOpening.Opened)
                node.journal()
                    .cursor("test", EnumSet.of(RecordClass.CONTROL), 0, Overtaking.ALLOWED))
            .cursor()) {
      Reading reading = new Reading.Read(0);
      while (reading instanceof Reading.Read) {
        reading =
            cursor.read(
                frame -> {
                  for (int i = 0; i < frame.count(); i++) {
                    int at = frame.startOf(i);
                    var record =
                        (Decoded.Value<LedgerRecord>)
                            LedgerRecord.decode(frame.buffer(), at, frame.startOf(i + 1) - at);
                    if (record.value().value() instanceof Gap gap) {
                      assertThat(gap.cause()).isEqualTo(Gap.Cause.PRUNED);
                      assertThat(gap.policy()).isEqualTo("journal.plant");
                      found[0]++;
                    }
                  }
                  return true;
                },
                1 << 20);
      }
    }
    return found[0];
  }

  /** Waits until something holds, a minute at the most. */
  private static void await(BooleanSupplier holds) throws InterruptedException {
    var never = new CountDownLatch(1);
    boolean isSo = holds.getAsBoolean();
    for (int i = 0; i < 6_000 && !isSo; i++) {
      boolean _ = never.await(10, TimeUnit.MILLISECONDS);
      isSo = holds.getAsBoolean();
    }
    assertThat(isSo).isTrue();
  }

  @Test
  void twoNodesCannotHoldOneFolder(@TempDir Path folder) throws Exception {
    try (Node _ = start(folder)) {
      assertThatThrownBy(() -> start(folder))
          .isInstanceOf(StartException.class)
          .hasMessageContaining("is in use")
          .hasMessageContaining("a test");
    }
  }

  @Test
  void aFolderOfOtherThingsIsLeftAlone(@TempDir Path folder) throws Exception {
    Path _ = Files.writeString(folder.resolve("holiday.jpg"), "x");
    assertThatThrownBy(() -> start(folder))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("holds other things (holiday.jpg)");
    Path newer = Files.createDirectory(folder.resolve("newer"));
    Path _ = Files.writeString(newer.resolve("format"), "penstock-data 2\n");
    assertThatThrownBy(() -> start(newer))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("a newer one");
  }

  @Test
  void aLogKeepsItsOrigin(@TempDir Path folder) throws Exception {
    start(folder).close();
    NodeSettings other = TestPlant.settings("plant8.example/log");
    assertThatThrownBy(() -> Node.start(folder, other, Node.Machine.here()))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("plant8.example/log in the settings and plant7.example/log");
    start(folder).close();
  }
}
