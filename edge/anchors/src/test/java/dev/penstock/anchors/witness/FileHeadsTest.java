package dev.penstock.anchors.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.merkle.note.Checkpoint;
import dev.penstock.merkle.note.NoteSigner;
import dev.penstock.merkle.witness.CosigningWitness;
import dev.penstock.merkle.witness.WitnessAnswer;
import dev.penstock.merkle.witness.WitnessedHead;
import dev.penstock.storage.Storage;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FileHeadsTest {
  private static final TestLog LOG = TestLog.ofSize(12);
  private static final TestLog OTHER = LOG.fork(2, 12);
  private static final NoteSigner WITNESS = TestLog.newWitness("w.example/1");

  private static WitnessedHead head(TestLog log, long size) {
    return new WitnessedHead(log.checkpoint(size), log.note(size));
  }

  private static CosigningWitness witness(Storage storage) {
    var clock = FakeClock.at(Instant.parse("2026-11-21T10:00:00Z"));
    return new CosigningWitness(
        LOG.rules(), List.of(WITNESS), new FileHeads(storage), clock, _ -> {});
  }

  private static String onlyFile(SimDisk disk) throws IOException {
    List<String> files = disk.list("").stream().filter(name -> name.endsWith(".head")).toList();
    assertThat(files).hasSize(1);
    return files.getFirst();
  }

  @Test
  void aHeadComesBackAfterAStart() throws IOException {
    var disk = SimDisk.calm();
    var heads = new FileHeads(disk);
    assertThat(heads.head(TestLog.ORIGIN)).isEmpty();
    heads.advance(head(LOG, 3));
    heads.advance(head(LOG, 5));
    assertThat(heads.head(TestLog.ORIGIN)).contains(head(LOG, 5));
    assertThat(new FileHeads(disk).head(TestLog.ORIGIN)).contains(head(LOG, 5));
    assertThat(new FileHeads(disk).head("plant8.example/log")).isEmpty();
  }

  @Test
  void aHeadThatContradictsTheKeptOneIsNeverTaken() throws IOException {
    var disk = SimDisk.calm();
    new FileHeads(disk).advance(head(LOG, 5));
    var heads = new FileHeads(disk);
    assertThatThrownBy(() -> heads.advance(head(OTHER, 5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> heads.advance(head(LOG, 4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(heads.head(TestLog.ORIGIN)).contains(head(LOG, 5));
  }

  /** A lost state would let a witness cosign anything, so it is never taken for none. */
  @Test
  void aDamagedFileEndsCosigningOfThatLog() throws IOException {
    for (int at : new int[] {0, 30, 60, 100, 200}) {
      var disk = SimDisk.calm();
      new FileHeads(disk).advance(head(LOG, 5));
      disk.flipBit(onlyFile(disk), 8L * at);
      assertThatThrownBy(() -> witness(disk).add(LOG.request(0, 7)))
          .as("bit in byte %d", at)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is damaged");
      assertThatThrownBy(() -> new FileHeads(disk).advance(head(LOG, 7)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aFileOfAnotherLogIsNotTaken() throws IOException {
    var disk = SimDisk.calm();
    new FileHeads(disk).advance(head(LOG, 5));
    String other = CosigningWitness.hash("plant8.example/log").toString();
    disk.rename(onlyFile(disk), other + ".head");
    assertThatThrownBy(() -> new FileHeads(disk).head("plant8.example/log"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no checkpoint of plant8.example/log");
  }

  @Test
  void afterAFailedForceNothingIsCosignedUntilTheNextStart() throws IOException {
    for (FileHeads.At point : FileHeads.At.values()) {
      for (ForceFailure how : ForceFailure.values()) {
        var disk = SimDisk.calm();
        var heads = new FileHeads(disk);
        heads.advance(head(LOG, 3));
        disk.failForce(point, how);
        assertThatThrownBy(() -> heads.advance(head(LOG, 5))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> heads.head(TestLog.ORIGIN))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("until the node is started again");
        assertThatThrownBy(() -> heads.advance(head(LOG, 6))).isInstanceOf(IOException.class);
        long after = new FileHeads(disk).head(TestLog.ORIGIN).orElseThrow().checkpoint().size();
        disk.crash();
        assertThat(new FileHeads(disk.reboot(Fate.ALL_LOST, 1)).head(TestLog.ORIGIN))
            .as("what a start shows survives, %s %s", point, how)
            .contains(head(LOG, after));
      }
    }
  }

  @Test
  void whateverCrashesTheWitnessKnowsWhatItCosigned() {
    CrashCheck.of(Story::new).everyForceIsNeeded(FileHeads.At.values());
  }

  /** Two branches of one log ask in turn; each answer that left is a promise. */
  private static final class Story implements CrashStory {
    private final List<Checkpoint> cosigned;
    private final int begin;

    Story() {
      this(List.of(), 1);
    }

    Story(List<Checkpoint> before, int begin) {
      this.cosigned = new ArrayList<>(before);
      this.begin = begin;
    }

    private static Optional<WitnessAnswer> ask(CosigningWitness witness, TestLog log, long to)
        throws IOException {
      WitnessAnswer first = witness.add(log.request(0, to));
      if (first instanceof WitnessAnswer.OtherSize(var size) && size <= to) {
        return Optional.of(witness.add(log.request(size, to)));
      }
      return Optional.of(first);
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      CosigningWitness witness = witness(disk);
      for (int size = begin; size <= begin + 3; size++) {
        for (TestLog log : size % 2 == 0 ? List.of(LOG, OTHER) : List.of(OTHER, LOG)) {
          if (ask(witness, log, size).orElseThrow() instanceof WitnessAnswer.Cosigned) {
            cosigned.add(log.checkpoint(size));
          }
        }
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      List<Checkpoint> promised = List.copyOf(cosigned);
      Optional<WitnessedHead> kept = new FileHeads(disk).head(TestLog.ORIGIN);
      if (promised.isEmpty()) {
        return;
      }
      assertThat(kept).isPresent();
      Checkpoint head = kept.orElseThrow().checkpoint();
      assertThat(head.size()).isGreaterThanOrEqualTo(promised.getLast().size());
      TestLog branch = head.equals(LOG.checkpoint(head.size())) ? LOG : OTHER;
      assertThat(head).isEqualTo(branch.checkpoint(head.size()));
      for (Checkpoint one : promised) {
        assertThat(branch.root(one.size())).as("%s before %s", one, head).isEqualTo(one.root());
      }
    }

    @Override
    public CrashStory next() {
      return new Story(cosigned, begin + 4);
    }
  }

  @Test
  void anAnswerWaitsForTheDisk() throws IOException {
    for (FileHeads.At point : FileHeads.At.values()) {
      var disk = SimDisk.calm();
      CosigningWitness witness = witness(disk);
      disk.failForce(point, ForceFailure.NOT_WRITTEN);
      assertThatThrownBy(() -> witness.add(LOG.request(0, 7))).isInstanceOf(IOException.class);
    }
  }
}
