package dev.penstock.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeafRunTest {
  /** Three hands that take turns, the pieces in reverse: order must not matter, nor who does it. */
  private static final Hands BACKWARDS =
      new Hands() {
        @Override
        public int count() {
          return 3;
        }

        @Override
        public void each(int pieces, Piece piece) {
          for (int number = pieces - 1; number >= 0; number--) {
            piece.run(number % 3, number);
          }
        }
      };

  private final SplittableRandom random = new SplittableRandom(Seed.value());

  /** The hashes that a log keeps: those of every eighth level. */
  private static final class Kept implements HashSink {
    private final List<String> hashes = new ArrayList<>();

    @Override
    public void accept(int level, long index, byte[] source, int at) {
      if (level % LeafRun.LEVEL == 0 && level > 0) {
        hashes.add(level + "/" + index + "/" + Digest.at(source, at));
      }
    }
  }

  /** One leaf after the other, as RFC 9162 §2.1.1 has it, beside runs of all lengths. */
  @Test
  void aTreeGrownByRunsIsTheTreeGrownLeafByLeaf() {
    for (int story = 0; story < Deep.cases(12, 400); story++) {
      var hasher = new TreeHasher();
      var slow = new RightEdge(hasher);
      var quick = new RightEdge(new TreeHasher());
      var slowKept = new Kept();
      var quickKept = new Kept();
      var run = new LeafRun(story % 2 == 0 ? BACKWARDS : Hands.ONE);
      for (int round = 0; round < 6; round++) {
        byte[] source = new byte[8_000];
        random.nextBytes(source);
        int count = random.nextInt(story % 3 == 0 ? 20 : 1_200);
        byte[] leaves = new byte[(3 + count) * Digest.BYTES];
        byte[] expected = new byte[leaves.length];
        run.begin(slow.size());
        for (int i = 0; i < count; i++) {
          int length = random.nextInt(300);
          int from = random.nextInt(source.length - length);
          run.add(from, length);
          hasher.leaf(source, from, length, expected, (3 + i) * Digest.BYTES);
        }
        assertThat(run.count()).isEqualTo(count);
        run.hash(source, leaves, 3 * Digest.BYTES);
        assertThat(leaves).as(Seed.describe()).isEqualTo(expected);
        slow.append(expected, 3 * Digest.BYTES, count, slowKept);
        run.appendTo(quick, leaves, 3 * Digest.BYTES, quickKept);
        assertThat(quick.size()).isEqualTo(slow.size());
        assertThat(quick.root())
            .as("%d leaves, %s", slow.size(), Seed.describe())
            .isEqualTo(slow.root());
        assertThat(quick.subtreeRoots()).isEqualTo(slow.subtreeRoots());
      }
      assertThat(quickKept.hashes).as(Seed.describe()).isEqualTo(slowKept.hashes);
    }
  }

  @Test
  void everyStartAndLengthAroundASliceIsCutRight() {
    byte[] source = new byte[1];
    for (int first : new int[] {0, 1, 254, 255, 256, 257, 511, 512}) {
      for (int count : new int[] {0, 1, 2, 254, 255, 256, 257, 511, 512, 513}) {
        byte[] before = new byte[first * Digest.BYTES];
        byte[] leaves = new byte[count * Digest.BYTES];
        var slow = new RightEdge(new TreeHasher());
        var quick = new RightEdge(new TreeHasher());
        slow.append(before, 0, first, HashSink.NONE);
        quick.append(before, 0, first, HashSink.NONE);
        var run = new LeafRun(BACKWARDS);
        run.begin(first);
        for (int i = 0; i < count; i++) {
          run.add(0, 1);
        }
        run.hash(source, leaves, 0);
        slow.append(leaves, 0, count, HashSink.NONE);
        run.appendTo(quick, leaves, 0, HashSink.NONE);
        assertThat(quick.root()).as("%d + %d", first, count).isEqualTo(slow.root());
      }
    }
  }

  @Test
  void aRunFitsBehindItsTreeOnly() {
    var run = new LeafRun(Hands.ONE);
    run.begin(5);
    var edge = new RightEdge(new TreeHasher());
    assertThatIllegalStateException()
        .isThrownBy(() -> run.appendTo(edge, new byte[0], 0, HashSink.NONE));
  }

  @Test
  void nothingIsAllocatedForAnEntryOnceTheBuffersHaveGrown() {
    byte[] source = new byte[256];
    byte[] leaves = new byte[4_096 * Digest.BYTES];
    var edge = new RightEdge(new TreeHasher());
    var run = new LeafRun(Hands.ONE);
    Runnable round =
        () -> {
          run.begin(edge.size());
          for (int i = 0; i < 4_096; i++) {
            run.add(0, 256);
          }
          run.hash(source, leaves, 0);
          run.appendTo(edge, leaves, 0, HashSink.NONE);
        };
    // What captures the arguments of one call, whatever the number of entries.
    assertThat(Allocation.leastBytesOf(30, round)).isLessThan(200);
  }
}
