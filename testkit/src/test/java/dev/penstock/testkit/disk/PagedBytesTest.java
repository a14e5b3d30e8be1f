package dev.penstock.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PagedBytesTest {
  private static final int SIZE = 5 * PagedBytes.PAGE_BYTES;

  /** Copies share pages; what one of them writes must never show in another. */
  @Test
  void copiesBehaveLikePlainArrays() {
    Property.forAll(Gen.seeds()).cases(200, 5_000).holds(PagedBytesTest::compareWithArrays);
  }

  private static void compareWithArrays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PagedBytes> paged = new ArrayList<>(List.of(new PagedBytes()));
    List<byte[]> plain = new ArrayList<>(List.of(new byte[SIZE]));
    for (int step = 0; step < 60; step++) {
      int which = random.nextInt(paged.size());
      int from = random.nextInt(SIZE);
      int to = random.nextInt(from, SIZE) + 1;
      switch (random.nextInt(6)) {
        case 0 -> {
          paged.add(paged.get(which).copy());
          plain.add(plain.get(which).clone());
        }
        case 1 -> {
          paged.get(which).clear(from, to);
          Arrays.fill(plain.get(which), from, to, (byte) 0);
        }
        case 2 -> {
          paged.get(which).cut(from);
          Arrays.fill(plain.get(which), from, SIZE, (byte) 0);
        }
        case 3 -> share(random, paged, plain, which);
        default -> {
          byte[] bytes = new byte[to - from + 3];
          random.nextBytes(bytes);
          paged.get(which).write(from, bytes, 3, to - from);
          System.arraycopy(bytes, 3, plain.get(which), from, to - from);
        }
      }
    }
    for (int i = 0; i < paged.size(); i++) {
      assertThat(paged.get(i).read(0, SIZE)).as("copy %d", i).isEqualTo(plain.get(i));
    }
  }

  /** Takes a page from a copy of another one, as stale bytes are taken. */
  private static void share(
      SplittableRandom random, List<PagedBytes> paged, List<byte[]> plain, int which) {
    int other = random.nextInt(paged.size());
    int from = random.nextInt(5);
    int to = random.nextInt(5);
    paged.get(which).share(to, paged.get(other).copy().pageAt(from));
    byte[] page =
        Arrays.copyOfRange(
            plain.get(other), from * PagedBytes.PAGE_BYTES, (from + 1) * PagedBytes.PAGE_BYTES);
    System.arraycopy(page, 0, plain.get(which), to * PagedBytes.PAGE_BYTES, page.length);
  }

  @Test
  void holesTakeNoSpace() {
    PagedBytes bytes = new PagedBytes();
    bytes.write(3L * PagedBytes.PAGE_BYTES, new byte[] {1}, 0, 1);
    assertThat(bytes.allocatedPages()).isEqualTo(1);
    bytes.clear(0, 4L * PagedBytes.PAGE_BYTES);
    assertThat(bytes.allocatedPages()).isZero();
  }
}
