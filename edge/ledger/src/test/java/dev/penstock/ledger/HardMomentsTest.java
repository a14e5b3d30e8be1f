package dev.penstock.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.AppendOutcome;
import dev.penstock.flow.LedgerDamagedException;
import dev.penstock.flow.LedgerFault;
import dev.penstock.flow.LedgerState;
import dev.penstock.flow.Pruning;
import dev.penstock.flow.Publication;
import dev.penstock.flow.PublishedHead;
import dev.penstock.merkle.Hands;
import dev.penstock.merkle.LeafRun;
import dev.penstock.merkle.RightEdge;
import dev.penstock.merkle.TreeHasher;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.tile.FsckProgress;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Moments in which a careless store gives a wrong answer, or gives up without need. */
class HardMomentsTest {
  private static final NoteSigner SIGNER = Logs.signer();

  /** A reader asked whether an entry was pruned, was told no, and only then it is dropped. */
  @Test
  void aReadThatWasOvertakenByAPruneNeverGetsOtherEntries() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 600, 20);
      var _ = Logs.published(ledger.publish(SIGNER));
      assertThat(ledger.prune(333, "24 months", 599)).isInstanceOf(Pruning.Pruned.class);
      LogFormat format = Examination.readFormat(disk);
      Catalog catalog = Catalog.read(disk, format, 333);
      try (ReadSide side = ReadSide.open(disk, format, catalog, finding -> {})) {
        for (int countMax : List.of(1, 5, 1_000)) {
          assertThatThrownBy(() -> new EntryReader(side, 600).read(10, countMax))
              .isInstanceOf(LedgerDamagedException.class)
              .hasMessageContaining("entry 10 stood before the oldest segment");
        }
      }
    }
  }

  @Test
  void aSegmentThatIsAddedWhileOthersAreDroppedIsNotForgotten() throws Exception {
    for (int round = 0; round < 200; round++) {
      var segments = new Segments(SimDisk.calm(), List.of(new Segments.Entry(0, 0, 0)));
      var go = new CountDownLatch(1);
      Thread adder = started(go, n -> segments.add(new Segments.Entry(n, n, n)));
      Thread dropper = started(go, n -> segments.dropBelow(Math.min(n, 40)));
      go.countDown();
      adder.join();
      dropper.join();
      segments.dropBelow(40);
      assertThat(segments.all().stream().map(Segments.Entry::number).toList())
          .isEqualTo(IntStream.rangeClosed(40, 100).boxed().toList());
      segments.close();
    }
  }

  private interface Step {
    void at(int number);
  }

  private static Thread started(CountDownLatch go, Step step) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          for (int n = 1; n <= 100; n++) {
            step.at(n);
          }
        });
  }

  /** Whoever waited while the sync failed must not take the silence of the next for success. */
  @Test
  void aFailedSyncOfDerivedFilesIsNeverBelievedLater() throws Exception {
    var disk = SimDisk.calm();
    LedgerOptions options = Logs.options(1).withUpkeep(1 << 30, 1 << 30);
    FileLedger ledger = Logs.create(disk, options);
    Logs.grow(ledger, 300, 20);
    LogFormat format = Examination.readFormat(disk);
    ledger.close();
    Examination.Examined examined = new Examination(disk, PublishedHead.NONE).run();
    try (LogStore store = new Recovery(disk, options, examined).run()) {
      var group = new CommitGroup(Batch.bodyBytesMax(format));
      group.begin(300, 0);
      var edge = new RightEdge(new TreeHasher());
      store.restoreEdge(edge);
      group.add(Logs.batch(300, 20), 0, new LeafRun(Hands.ONE), edge);
      group.close(edge);
      assertThat(store.commit(group)).isInstanceOf(CommitResult.Done.class);
      disk.failForce(ForceAt.LEVELS, ForceFailure.TORN_FORGOTTEN);
      assertThatThrownBy(store::upkeep).isInstanceOf(IOException.class);
      byte[] mark = disk.contents(Names.MARK);
      assertThatThrownBy(store::upkeep)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("an earlier sync of the derived files failed");
      assertThat(disk.contents(Names.MARK)).isEqualTo(mark);
    }
  }

  @Test
  void aFullDiskRefusesACheckpointAndTheNextOneSucceedsWhenThereIsRoom() throws Exception {
    var disk = SimDisk.calm();
    try (FileLedger ledger = Logs.create(disk, Logs.options(1))) {
      Logs.grow(ledger, 60, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
      disk.capacityBytes(1);
      Publication refused = ledger.publish(SIGNER);
      int tries = 0;
      // A row may still fit into space that its file has.
      while (refused instanceof Publication.Published && tries < 100) {
        refused = ledger.publish(SIGNER);
        tries++;
      }
      assertThat(refused).isInstanceOf(Publication.Refused.class);
      assertThat(((Publication.Refused) refused).finding().fault())
          .isEqualTo(LedgerFault.DISK_FULL);
      assertThat(ledger.state()).isNotInstanceOf(LedgerState.Stopped.class);
      disk.capacityBytes(1 << 30);
      var _ = Logs.published(ledger.publish(SIGNER));
      assertThat(ledger.append(Logs.batch(60, 10), 0)).isInstanceOf(AppendOutcome.Appended.class);
    }
    assertThat(LedgerFsck.of(disk).run(FsckProgress.NONE).findings()).isEmpty();
    Logs.open(disk, Logs.options(2)).close();
  }

  private static SimDisk published(int times) throws Exception {
    var machine = SimDisk.calm();
    machine.createFolder("ledger");
    machine.createFolder("outside");
    try (FileLedger ledger =
        Logs.create(new SubFolder(machine, "ledger"), Logs.options(1, head(machine)))) {
      for (int i = 1; i <= times; i++) {
        Logs.grow(ledger, 20L * i, 10);
        var _ = Logs.published(ledger.publish(SIGNER));
      }
    }
    return machine;
  }

  private static FilePublishedHead head(SimDisk disk) {
    return new FilePublishedHead(new SubFolder(disk, "outside"));
  }

  private static FileLedger opened(SimDisk disk) {
    return Logs.opened(FileLedger.open(new SubFolder(disk, "ledger"), Logs.options(2, head(disk))));
  }

  @Test
  void anEmptyPlaceOfThePublishedHeadIsADiskThatIsNotThereUnlessItIsAdopted() throws Exception {
    SimDisk disk = published(3);
    disk.delete("outside/" + disk.list("outside").getFirst());
    try (FileLedger ledger = opened(disk)) {
      assertThat(Logs.finding(ledger).fault()).isEqualTo(LedgerFault.PUBLISHED_HEAD_UNREADABLE);
      assertThat(Logs.finding(ledger).detail()).contains("is its disk there?", ".adopt");
      assertThat(ledger.checkpoints().count()).isZero();
    }
    assertThat(disk.list("outside")).as("nothing was made there").isEmpty();
    assertThat(
            LedgerFsck.of(new SubFolder(disk, "ledger"))
                .against(head(disk))
                .run(FsckProgress.NONE)
                .isSound())
        .isFalse();
    disk.create("outside/" + FilePublishedHead.adoptionOf(Logs.ORIGIN)).close();
    try (FileLedger ledger = opened(disk)) {
      assertThat(ledger.state()).isEqualTo(new LedgerState.Running());
      assertThat(ledger.checkpoints().count()).isEqualTo(3);
    }
    assertThat(disk.list("outside")).singleElement().asString().endsWith(".head");
  }

  @Test
  void aLogThatMayBeAForkServesNoCheckpoint() throws Exception {
    SimDisk disk = published(2);
    SimDisk old = disk.backup();
    try (FileLedger ledger = opened(disk)) {
      Logs.grow(ledger, 100, 10);
      var _ = Logs.published(ledger.publish(SIGNER));
    }
    FileLedger stopped =
        Logs.opened(FileLedger.open(new SubFolder(old, "ledger"), Logs.options(3, head(disk))));
    try (stopped) {
      assertThat(Logs.finding(stopped).fault()).isEqualTo(LedgerFault.PUBLISHED_HEAD_AHEAD);
      assertThat(stopped.checkpoints().count()).isZero();
      assertThat(new LedgerTiles(stopped).checkpoint()).isEmpty();
    }
  }
}
