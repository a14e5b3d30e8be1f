package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.blobs.FilePayloads;
import dev.penstock.cbor.Decoded;
import dev.penstock.evidence.block.Sha256;
import dev.penstock.evidence.record.ByteString;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.evidence.record.RecordClass;
import dev.penstock.evidence.record.Sample;
import dev.penstock.evidence.record.SampleValue;
import dev.penstock.evidence.record.SampleValue.Payload;
import dev.penstock.flow.continuity.Hearers;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Receipt;
import dev.penstock.flow.journal.CursorOpening;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.Frame;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.Overtaking;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.journal.Retention;
import dev.penstock.flow.numbering.Naming;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.journal.FileJournal;
import dev.penstock.journal.JournalFsck;
import dev.penstock.journal.JournalOpening;
import dev.penstock.journal.JournalOptions;
import dev.penstock.pump.Attendance;
import dev.penstock.pump.IntakeLimits;
import dev.penstock.pump.IntakePump;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The intake over a disk that hangs or is full: nothing acknowledged is lost, and it goes on. */
@Timeout(300)
class TroubledDiskTest {
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final int LARGE = 300_000;

  private final FakeClock clock = FakeClock.of();
  private final ConcurrentLinkedQueue<Integer> acknowledged = new ConcurrentLinkedQueue<>();

  private JournalOptions options() {
    return JournalOptions.of(clock, new SplittableRandom(1), "a test");
  }

  private FileJournal create(SimDisk disk) throws IOException {
    return ((JournalOpening.Opened) FileJournal.create(disk, 64 << 10, options())).journal();
  }

  private IntakePump intake(FileJournal journal, SimDisk payloads) throws IOException {
    return intake(journal, payloads, 1_000);
  }

  private IntakePump intake(FileJournal journal, SimDisk payloads, int count) throws IOException {
    return new IntakePump(
        journal,
        new Numbering(),
        0,
        _ -> Naming.UNKNOWN,
        clock,
        new IntakeLimits(count, 8L << 20),
        new Attendance(clock.instant(), clock::nanos, new Hearers()),
        FilePayloads.open(payloads));
  }

  private boolean offer(IntakePump intake, int number, int bytes) {
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) number);
    var payload = new Payload("a/b", ByteString.of(content), null);
    return intake.offer(
        new Heard("broker1", "plc", "p", null, null, clock.instant(), payload, 1),
        new Receipt() {
          @Override
          public void durable() {
            acknowledged.add(number);
          }

          @Override
          public void refused(String reason) {
            throw new AssertionError(reason);
          }
        });
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    for (int i = 0; i < 6_000 && !what.getAsBoolean(); i++) {
      boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(what.getAsBoolean()).isTrue();
  }

  /** The values of all samples in a journal, in their order. */
  private static List<SampleValue> samples(FileJournal journal) throws IOException {
    return samples(journal, 0);
  }

  private static List<SampleValue> samples(FileJournal journal, long from) throws IOException {
    var found = new ArrayList<SampleValue>();
    try (JournalCursor cursor =
        ((CursorOpening.Opened)
                journal.cursor("test", EnumSet.of(RecordClass.PLANT), from, Overtaking.ALLOWED))
            .cursor()) {
      while (cursor.read(frame -> take(frame, found), 1 << 20) instanceof Reading.Read) {
        // There is more.
      }
    }
    return found;
  }

  private static boolean take(Frame frame, List<SampleValue> into) {
    for (int i = 0; i < frame.count(); i++) {
      int at = frame.startOf(i);
      int length = frame.startOf(i + 1) - at;
      if (LedgerRecord.decode(frame.buffer(), at, length)
              instanceof Decoded.Value<LedgerRecord>(var record)
          && record.value() instanceof Sample(var value)) {
        into.add(value);
      }
    }
    return true;
  }

  @Test
  void aDiskThatHangsWithholdsAcknowledgementsAndLosesNothing() throws Exception {
    var disk = SimDisk.calm();
    var isShut = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    try (FileJournal journal = create(disk)) {
      IntakePump intake = intake(journal, SimDisk.calm());
      intake.start();
      assertThat(offer(intake, 0, 10)).isTrue();
      await(() -> acknowledged.size() == 1);
      disk.watch(operation -> {
        if (operation.kind() == Operation.Kind.FORCE) {
          reached.countDown();
          hang(isShut);
        }
      });
      assertThat(offer(intake, 1, 10)).isTrue();
      assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
      int taken = 2;
      while (offer(intake, taken, 10)) {
        taken++;
      }
      assertThat(taken).as("what waits is bounded").isLessThanOrEqualTo(1_002);
      await(intake::isStalled);
      assertThat(acknowledged).as("nothing is durable yet").containsExactly(0);
      isShut.countDown();
      int all = taken;
      await(() -> acknowledged.size() == all);
      assertThat(intake.isStalled()).isFalse();
      intake.close();
    }
    var after = disk.afterCrash(Fate.ALL_LOST, 7);
    try (FileJournal journal =
        ((JournalOpening.Opened) FileJournal.open(after, options())).journal()) {
      assertThat(samples(journal)).hasSize(acknowledged.size());
    }
    assertThat(List.copyOf(acknowledged)).isSorted();
  }

  private static void hang(CountDownLatch until) throws IOException {
    try {
      assertThat(until.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  @Test
  void aPayloadTooLargeForARecordIsThereBeforeItIsAcknowledged() throws Exception {
    var disk = SimDisk.calm();
    var room = SimDisk.calm();
    try (FileJournal journal = create(disk)) {
      IntakePump intake = intake(journal, room);
      intake.start();
      assertThat(offer(intake, 5, LARGE)).isTrue();
      assertThat(offer(intake, 6, 100)).isTrue();
      assertThat(offer(intake, 5, LARGE)).isTrue();
      await(() -> acknowledged.size() == 3);
      intake.close();
    }
    byte[] content = new byte[LARGE];
    Arrays.fill(content, (byte) 5);
    var stored = new SampleValue.Stored("a/b", null, Sha256.of(content), LARGE);
    try (FileJournal journal =
        ((JournalOpening.Opened) FileJournal.open(disk.afterCrash(Fate.ALL_LOST, 3), options()))
            .journal()) {
      assertThat(samples(journal))
          .hasSize(3)
          .startsWith(stored)
          .endsWith(stored)
          .element(1)
          .isInstanceOf(Payload.class);
    }
    FilePayloads payloads = FilePayloads.open(room.afterCrash(Fate.ALL_LOST, 3));
    assertThat(payloads.get(Sha256.of(content))).contains(content);
    assertThat(payloads.storedBytes()).isEqualTo(LARGE);
  }

  @Test
  void aDiskWithoutRoomForAPayloadHoldsTheAcknowledgementBack() throws Exception {
    var room = SimDisk.calm();
    room.capacityBytes(100_000);
    try (FileJournal journal = create(SimDisk.calm())) {
      IntakePump intake = intake(journal, room);
      intake.start();
      assertThat(offer(intake, 1, LARGE)).isTrue();
      assertThat(offer(intake, 2, 10)).isTrue();
      await(() -> intake.obstacle().isPresent());
      assertThat(intake.obstacle().orElseThrow().toString()).contains("a payload was not kept");
      assertThat(acknowledged).isEmpty();
      room.capacityBytes(10_000_000);
      await(() -> acknowledged.size() == 2);
      await(() -> intake.obstacle().isEmpty());
      assertThat(acknowledged).containsExactly(1, 2);
      intake.close();
    }
  }

  /**
   * Retention asks for room while a batch stands that has none, with all places behind it taken:
   * nobody else would make any.
   */
  @Test
  void whatRetentionDropsMakesRoomForTheBatchThatStands() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = create(disk)) {
      // A batch of these fits a file of this small journal.
      IntakePump intake = intake(journal, SimDisk.calm(), 20);
      intake.start();
      assertThat(offer(intake, 0, 10)).isTrue();
      await(() -> acknowledged.size() == 1);
      disk.capacityBytes(500_000);
      int taken = 1;
      for (int i = 0; i < 6_000 && intake.obstacle().isEmpty(); i++) {
        if (offer(intake, taken, 2_000)) {
          taken++;
        } else {
          boolean _ = NEVER.await(10, TimeUnit.MILLISECONDS);
        }
      }
      await(() -> intake.obstacle().isPresent());
      assertThat(intake.obstacle().orElseThrow().fault()).isEqualTo(JournalFault.DISK_FULL);
      while (offer(intake, taken, 2_000)) {
        taken++;
      }
      int before = acknowledged.size();
      assertThat(before).isLessThan(taken);
      var limit = new Retention.Limit(RecordClass.PLANT, 1, Duration.ofDays(999));
      var planning = (DropPlanning.Planned) journal.planDrop(new Retention(List.of(limit)));
      var dropped = new CountDownLatch(1);
      assertThat(intake.drop(planning.plan(), onDurable(dropped))).isTrue();
      assertThat(dropped.await(60, TimeUnit.SECONDS)).isTrue();
      await(() -> acknowledged.size() > before);
      disk.capacityBytes(Long.MAX_VALUE);
      int all = taken;
      await(() -> acknowledged.size() == all);
      intake.close();
      List<SampleValue> left = samples(journal, planning.plan().cuts().getFirst().below());
      assertThat(left.size()).isGreaterThanOrEqualTo(all - before);
      for (int i = 0; i < left.size(); i++) {
        assertThat(number(left.get(i))).as("of %d", left.size()).isEqualTo(all - left.size() + i);
      }
    }
    assertThat(List.copyOf(acknowledged)).isSorted();
    assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
  }

  private static int number(SampleValue value) {
    return Byte.toUnsignedInt(((Payload) value).bytes().bytes()[0]);
  }

  private static Receipt onDurable(CountDownLatch latch) {
    return new Receipt() {
      @Override
      public void durable() {
        latch.countDown();
      }

      @Override
      public void refused(String reason) {
        throw new AssertionError(reason);
      }
    };
  }
}
