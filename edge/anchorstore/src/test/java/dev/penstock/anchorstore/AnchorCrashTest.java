package dev.penstock.anchorstore;

import static dev.penstock.anchorstore.Heads.KIND;
import static dev.penstock.anchorstore.Heads.given;
import static dev.penstock.anchorstore.Heads.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.anchoring.AnchorRow;
import dev.penstock.testkit.disk.CrashCheck;
import dev.penstock.testkit.disk.CrashStory;
import dev.penstock.testkit.disk.SimDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No crash loses an answer that was stored, or what was to be remembered. */
class AnchorCrashTest {
  @Test
  void answersSurviveACrashAtEveryOperation() {
    CrashCheck.of(Life::new).holds();
  }

  @ParameterizedTest
  @EnumSource
  void withoutThisForceACrashLosesSomething(ForceAt point) {
    assertThat(CrashCheck.of(Life::new).missing(point)).isPresent();
  }

  private static void assertBegin(List<AnchorRow> found, List<AnchorRow> promised) {
    assertThat(found).hasSizeGreaterThanOrEqualTo(promised.size());
    assertThat(found.subList(0, promised.size())).isEqualTo(promised);
  }

  /** Two anchors answer, a proof is renewed, the book and the mark are written. */
  private static final class Life implements CrashStory {
    /** Rows enough for several sectors of a disk, which a crash may keep or lose one by one. */
    private static final int ROUNDS = 6;

    private final MemoryBlobs blobs;
    private final List<AnchorRow> promised;
    private final byte[][] small = new byte[3][];
    private final long from;

    Life() {
      this(new MemoryBlobs(), new ArrayList<>(), 0);
    }

    private Life(MemoryBlobs blobs, List<AnchorRow> promised, long from) {
      this.blobs = blobs;
      this.promised = promised;
      this.from = from;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      try (AnchorFiles files = open(disk)) {
        for (int i = 0; i < ROUNDS; i++) {
          long size = from + 10 + i;
          AnchorRow first = files.given(head(size), KIND, "a", i, given(i, "p" + size));
          promised.add(first);
          promised.add(files.failed(head(size), KIND, "b", i, "no"));
          promised.add(files.replaced(first, i, given(i + 100, "renewed " + size)));
          keep(files, i);
        }
      }
    }

    private void keep(AnchorFiles files, int i) throws IOException {
      byte[] content = {(byte) (i + 1)};
      files.book(content);
      small[0] = content;
      files.mark(content);
      small[1] = content;
      files.memory("a").store(content);
      small[2] = content;
    }

    private AnchorFiles open(SimDisk disk) throws IOException {
      return switch (AnchorFiles.open(disk, blobs, new SplittableRandom(7))) {
        case AnchorOpening.Opened(var files) -> files;
        case AnchorOpening.Refused(var why) -> throw new AssertionError(why);
      };
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      List<AnchorRow> wanted = List.copyOf(promised);
      try (AnchorFiles files = open(disk)) {
        List<AnchorRow> found = files.rows(0, 100);
        assertBegin(found, wanted);
        assertThat(found.size()).isLessThanOrEqualTo(wanted.size() + 1);
        for (int i = 0; i + 2 < wanted.size(); i += 3) {
          assertThat(files.covering(1, 100)).contains(wanted.get(i + 2));
          assertThat(files.covering(1, 100)).doesNotContain(wanted.get(i));
        }
        atLeast(small[0], files.book());
        atLeast(small[1], files.mark());
        atLeast(small[2], files.memory("a").load());
      }
      try (AnchorRows rows = AnchorFiles.read(disk, blobs).orElseThrow()) {
        assertThat(AnchorCheck.run(rows, new HeadsLog(from + 100)).findings()).isEmpty();
      }
    }

    /** What was promised, or what was being written when the power went. */
    private static void atLeast(byte[] promised, byte[] found) {
      if (promised != null) {
        assertThat(found).hasSize(1);
        assertThat(found[0]).isGreaterThanOrEqualTo(promised[0]);
      }
    }

    @Override
    public CrashStory next() {
      return new Next(this);
    }
  }

  /** Goes on where a crash left the store: what it finds it must be able to build on. */
  private static final class Next implements CrashStory {
    private final Life before;
    private final List<AnchorRow> found = new ArrayList<>();

    Next(Life before) {
      this.before = before;
    }

    @Override
    public void work(SimDisk disk) throws Exception {
      try (AnchorFiles files = before.open(disk)) {
        List<AnchorRow> all = files.rows(0, 100);
        found.addAll(all);
        found.add(files.given(head(50), KIND, "a", 50, given(50, "p50")));
      }
    }

    @Override
    public void check(SimDisk disk) throws Exception {
      try (AnchorFiles files = before.open(disk)) {
        List<AnchorRow> now = files.rows(0, 100);
        assertBegin(now, before.promised);
        assertBegin(now, found);
      }
    }
  }
}
