package dev.penstock.anchorstore;

import static dev.penstock.anchorstore.Heads.KIND;
import static dev.penstock.anchorstore.Heads.given;
import static dev.penstock.anchorstore.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.record.AnchorResults.Outcome;
import dev.penstock.flow.anchoring.AnchorArchive;
import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.merkle.Digest;
import dev.penstock.testkit.Seed;
import dev.penstock.testkit.disk.Fate;
import dev.penstock.testkit.disk.ForceFailure;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AnchorFilesTest {
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final SimDisk disk = SimDisk.calm();

  private static AnchorFiles opened(SimDisk disk, MemoryBlobs blobs) throws IOException {
    return switch (AnchorFiles.open(disk, blobs, new SplittableRandom(1))) {
      case AnchorOpening.Opened(var files) -> files;
      case AnchorOpening.Refused(var why) -> throw new AssertionError(why);
    };
  }

  private AnchorFiles open() throws IOException {
    return opened(disk, blobs);
  }

  @Test
  void answersComeBackAfterARestart() throws IOException {
    List<AnchorRow> stored = new ArrayList<>();
    try (AnchorFiles files = open()) {
      stored.add(files.given(head(10), KIND, "tsa", 1_000, given(900, "first")));
      stored.add(files.failed(head(20), KIND, "chain", 2_000, "no route to it"));
      stored.add(files.given(head(20), KIND, "tsa", 3_000, given(2_900, "second")));
    }
    try (AnchorFiles files = open()) {
      assertThat(files.count()).isEqualTo(3);
      assertThat(files.rows(0, 10)).isEqualTo(stored);
      assertThat(files.rows(1, 1)).containsExactly(stored.get(1));
      assertThat(files.rows(7, 10)).isEmpty();
      Digest proof = stored.get(2).proof();
      assertThat(proof).isNotNull();
      assertThat(files.proof(proof)).contains("second".getBytes(StandardCharsets.UTF_8));
      AnchorRow next = files.given(head(30), KIND, "tsa", 4_000, given(3_900, "third"));
      assertThat(next.number()).isEqualTo(3);
    }
  }

  /** An anchor may answer late: the folder may have another owner by then. */
  @Test
  void whatComesAfterTheEndLeavesNoTrace() throws IOException {
    AnchorFiles files = open();
    AnchorRow row = files.given(head(10), KIND, "tsa", 1_000, given(900, "first"));
    files.close();
    long before = disk.operationCount();
    int proofs = blobs.count();
    List<ThrowingCallable> late =
        List.of(
            () -> files.given(head(20), KIND, "tsa", 2_000, given(1_900, "late")),
            () -> files.replaced(row, 2_000, given(1_900, "late")),
            () -> files.failed(head(20), KIND, "tsa", 2_000, "too late"),
            () -> files.book(new byte[9]),
            () -> files.mark(new byte[9]),
            () -> files.memory("tsa").store(new byte[9]));
    for (ThrowingCallable each : late) {
      assertThatThrownBy(each).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }
    assertThat(blobs.count()).isEqualTo(proofs);
    assertThat(disk.operationCount()).isEqualTo(before);
  }

  /** The slow model is a walk over all rows. */
  @Test
  void whoCoversAnEntryIsFoundAsAWalkWouldFindIt() throws IOException {
    var random = new SplittableRandom(Seed.value());
    List<AnchorRow> anchored = new ArrayList<>();
    try (AnchorFiles files = open()) {
      for (int i = 0; i < 200; i++) {
        long size = 1 + i * 5L + random.nextInt(40);
        if (random.nextInt(4) == 0) {
          AnchorRow _ = files.failed(head(size), KIND, "a", i, "no");
        } else {
          String name = "anchor-" + random.nextInt(3);
          anchored.add(files.given(head(size), KIND, name, i, given(i, "proof " + i)));
        }
      }
      for (int i = 0; i < 200; i++) {
        long size = 1L + random.nextInt(1_100);
        List<AnchorRow> wanted = anchored.stream().filter(row -> row.size() >= size).toList();
        assertThat(files.covering(size, AnchorArchive.ROWS_MAX)).isEqualTo(wanted);
        assertThat(files.covering(size, 3)).isEqualTo(wanted.stream().limit(3).toList());
        OptionalLong earliest =
            wanted.stream().limit(AnchorArchive.TIME_ROWS).mapToLong(row -> at(row)).min();
        assertThat(files.vouchedAt(size)).isEqualTo(earliest);
      }
    }
  }

  private static long at(AnchorRow row) {
    Long at = row.at();
    return at == null ? -1 : at;
  }

  @Test
  void aRenewedProofTakesThePlaceOfTheOldOneAndItsTimeStays() throws IOException {
    try (AnchorFiles files = open()) {
      AnchorRow old = files.given(head(10), KIND, "tsa", 1_000, given(900, "old"));
      AnchorRow other = files.given(head(12), KIND, "tsa", 2_000, given(1_900, "other"));
      AnchorRow renewed = files.replaced(old, 5_000, given(4_900, "renewed"));
      AnchorRow again = files.replaced(renewed, 9_000, given(8_900, "renewed again"));
      assertThat(again.outcome()).isEqualTo(Outcome.REPLACED);
      assertThat(files.covering(1, 10)).containsExactly(again, other);
      assertThat(files.vouchedAt(1)).hasValue(900);
      assertThat(files.rows(0, 10)).containsExactly(old, other, renewed, again);
    }
    try (AnchorFiles files = open()) {
      assertThat(files.covering(11, 10)).hasSize(1);
      assertThat(files.covering(13, 10)).isEmpty();
      assertThat(files.vouchedAt(13)).isEmpty();
    }
  }

  @Test
  void whoReadsBesideTheWriterSeesWhatIsStoredMeanwhile() throws IOException {
    try (AnchorFiles files = open();
        AnchorRows beside = AnchorFiles.read(disk, blobs).orElseThrow()) {
      assertThat(beside.covering(1, 10)).isEmpty();
      AnchorRow row = files.given(head(10), KIND, "tsa", 1_000, given(900, "p"));
      assertThat(beside.covering(1, 10)).containsExactly(row);
    }
    assertThat(AnchorFiles.read(SimDisk.calm(), blobs)).isEmpty();
  }

  @Test
  void aDamagedRowIsSaidAndNeverHandedOut() throws IOException {
    try (AnchorFiles files = open()) {
      for (int i = 1; i <= 3; i++) {
        AnchorRow _ = files.given(head(i), KIND, "tsa", i, given(i, "p" + i));
      }
    }
    disk.flipBit(AnchorRows.ROWS, 8L * Row.BYTES + 5);
    try (AnchorFiles files = open()) {
      assertThatThrownBy(() -> files.rows(0, 3)).hasMessageContaining("row 1");
      assertThat(files.rows(2, 1)).hasSize(1);
    }
    disk.flipBit(AnchorRows.ANSWERS, disk.contents(AnchorRows.ANSWERS).length * 8L - 20);
    assertThat(AnchorFiles.open(disk, blobs, new SplittableRandom(1)))
        .isInstanceOfSatisfying(
            AnchorOpening.Refused.class, why -> assertThat(why.why()).contains("answers"));
  }

  @Test
  void nothingIsWrittenBehindAForceThatFailed() throws IOException {
    try (AnchorFiles files = open()) {
      AnchorRow kept = files.given(head(1), KIND, "tsa", 1, given(1, "p1"));
      disk.failForce(ForceAt.ROW, ForceFailure.NOT_WRITTEN_FORGOTTEN);
      assertThatThrownBy(() -> files.given(head(2), KIND, "tsa", 2, given(2, "p2")))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> files.given(head(3), KIND, "tsa", 3, given(3, "p3")))
          .hasMessageContaining("restart");
      assertThat(files.rows(0, 10)).containsExactly(kept);
    }
    try (AnchorFiles files = opened(disk.afterCrash(Fate.ALL_LOST, 0), blobs)) {
      assertThat(files.count()).isEqualTo(1);
    }
  }

  @Test
  void aMemoryHoldsWhatItsAnchorLeftAndNoMore() throws IOException {
    try (AnchorFiles files = open()) {
      assertThat(files.memory("a").load()).isEmpty();
      files.memory("a").store(new byte[] {1, 2});
      files.memory("b").store(new byte[] {3});
      assertThatThrownBy(() -> files.memory("a").store(new byte[70_000]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    try (AnchorFiles files = open()) {
      assertThat(files.memory("a").load()).containsExactly(1, 2);
      disk.flipBit("memory/a", 3);
      assertThatThrownBy(() -> files.memory("a").load()).hasMessageContaining("damaged");
    }
  }
}
