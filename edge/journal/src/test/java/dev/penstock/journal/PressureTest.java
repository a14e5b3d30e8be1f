package dev.penstock.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.journal.DropPlanning;
import dev.penstock.flow.journal.JournalCursor;
import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalOutcome;
import dev.penstock.flow.journal.JournalState;
import dev.penstock.flow.journal.JournalTicket;
import dev.penstock.flow.journal.Reading;
import dev.penstock.flow.journal.Retention;
import dev.penstock.testkit.disk.Operation;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Slow, stalled and full disks: what is turned away is told, and nothing else suffers. */
class PressureTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  /** A disk that hangs at operations of one kind until it is let go. */
  private static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean isShut;

    void watch(SimDisk disk, Operation.Kind kind, String suffix) {
      disk.watch(operation -> {
        if (isShut && operation.kind() == kind && operation.name().endsWith(suffix)) {
          reached.countDown();
          await(open);
        }
      });
    }

    private static void await(CountDownLatch latch) throws IOException {
      try {
        assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new InterruptedIOException("interrupted");
      }
    }

    void shut() {
      isShut = true;
    }

    void open() {
      isShut = false;
      open.countDown();
    }
  }

  @Test
  void aStalledDiskTurnsFramesAwayAndLosesNone() throws Exception {
    var disk = SimDisk.calm();
    var gate = new Gate();
    gate.watch(disk, Operation.Kind.FORCE, ".plant");
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 20, 10);
      gate.shut();
      List<JournalTicket> taken = new ArrayList<>();
      long next = 20;
      JournalTicket ticket = journal.submit(Journals.batch(next, 40));
      assertThat(gate.reached.await(1, TimeUnit.MINUTES)).isTrue();
      while (!ticket.isDecided()) {
        taken.add(ticket);
        next += 40;
        ticket = journal.submit(Journals.batch(next, 40));
      }
      assertThat(ticket.await()).isEqualTo(new JournalOutcome.Busy());
      assertThat(taken).hasSizeBetween(2, 5);
      assertThat(journal.submit(Journals.batch(next, 40), Duration.ofMillis(5)).await())
          .isEqualTo(new JournalOutcome.Busy());
      assertThat(taken.getFirst().await(Duration.ofMillis(5))).isEmpty();
      assertThat(journal.figures().busy()).isEqualTo(2);
      assertThat(journal.end()).isEqualTo(20);
      gate.open();
      assertThat(journal.submit(Journals.batch(next, 40), LONG).await())
          .isEqualTo(new JournalOutcome.Appended(next, 40));
      for (JournalTicket one : taken) {
        assertThat(one.await()).isInstanceOf(JournalOutcome.Appended.class);
      }
      Journals.assertHoldsTestFrames(journal, next + 40);
    }
  }

  @Test
  void aReaderThatHangsHoldsUpNobody() throws Exception {
    var disk = SimDisk.calm();
    var gate = new Gate();
    gate.watch(disk, Operation.Kind.READ, ".plant");
    try (FileJournal journal = Journals.create(disk, Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "hangs", 0)) {
      Journals.grow(journal, 20, 10);
      gate.shut();
      var reading = new Reading[1];
      Thread thread =
          Thread.ofVirtual().start(() -> reading[0] = cursor.read(frame -> true, 1 << 20));
      assertThat(gate.reached.await(1, TimeUnit.MINUTES)).isTrue();
      Journals.grow(journal, 400, 10);
      assertThat(journal.end()).isEqualTo(400);
      gate.open();
      thread.join();
      assertThat(reading[0]).isInstanceOf(Reading.Read.class);
    }
  }

  @Test
  void whoWaitsForMoreIsWokenByACommit() throws Exception {
    try (FileJournal journal = Journals.create(SimDisk.calm(), Journals.options(1));
        JournalCursor cursor = Journals.cursor(journal, "waits", 0)) {
      assertThat(cursor.awaitMore(Duration.ZERO)).isFalse();
      assertThat(cursor.awaitMore(Duration.ofMillis(2))).isFalse();
      var isThere = new boolean[1];
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  isThere[0] = cursor.awaitMore(LONG);
                } catch (InterruptedException e) {
                  isThere[0] = false;
                }
              });
      Journals.grow(journal, 1, 1);
      thread.join();
      assertThat(isThere[0]).isTrue();
    }
  }

  @Test
  void aFullDiskRefusesAndTakesFramesAgainWhenRoomReturns() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 20, 10);
      disk.capacityBytes(200_000);
      long end = fill(journal);
      assertThat(journal.state()).isInstanceOf(JournalState.Full.class);
      assertThat(((JournalState.Full) journal.state()).finding().fault())
          .isEqualTo(JournalFault.DISK_FULL);
      Journals.assertHoldsTestFrames(journal, end);
      disk.capacityBytes(400_000);
      Journals.grow(journal, end + 50, 10);
      assertThat(journal.state()).isEqualTo(new JournalState.Running());
    }
    try (FileJournal journal = Journals.open(disk, Journals.options(2))) {
      Journals.assertHoldsTestFrames(journal, journal.end());
    }
  }

  /** Appends until the disk is full; where the journal then ends. */
  private static long fill(FileJournal journal) throws InterruptedException {
    JournalOutcome outcome = new JournalOutcome.Appended(0, 1);
    while (outcome instanceof JournalOutcome.Appended) {
      outcome = journal.append(Journals.batch(journal.end(), 10));
    }
    assertThat(outcome).isInstanceOf(JournalOutcome.Refused.class);
    assertThat(((JournalOutcome.Refused) outcome).finding().fault())
        .isEqualTo(JournalFault.DISK_FULL);
    return journal.end();
  }

  @Test
  void aFullDiskCanStillBeToldWhatIsDropped() throws Exception {
    var disk = SimDisk.calm();
    try (FileJournal journal = Journals.create(disk, Journals.options(1))) {
      Journals.grow(journal, 20, 10);
      disk.capacityBytes(200_000);
      long seq = 0;
      JournalOutcome outcome = new JournalOutcome.Appended(0, 1);
      while (outcome instanceof JournalOutcome.Appended) {
        outcome = journal.append(Journals.single(RecordClass.PLANT, 1, seq++, 1000));
      }
      assertThat(journal.state()).isInstanceOf(JournalState.Full.class);
      // Even control records that fill their segment have one more to go to.
      for (int i = 0; i < 5; i++) {
        assertThat(journal.append(Journals.single(RecordClass.CONTROL, 2, i, 2500)))
            .isInstanceOf(JournalOutcome.Appended.class);
      }
      var limit = new Retention.Limit(RecordClass.PLANT, 30_000, Duration.ofDays(999));
      var planning = journal.planDrop(new Retention(List.of(limit)));
      assertThat(planning).isInstanceOf(DropPlanning.Planned.class);
      assertThat(
              journal.drop(
                  ((DropPlanning.Planned) planning).plan(),
                  Journals.single(RecordClass.CONTROL, 2, 9, 100)))
          .isInstanceOf(JournalOutcome.Appended.class);
      assertThat(journal.append(Journals.single(RecordClass.PLANT, 1, seq, 1000)))
          .isInstanceOf(JournalOutcome.Appended.class);
    }
    assertThat(JournalFsck.of(disk).run().findings()).isEmpty();
  }
}
