package dev.penstock.testkit.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a disk shows where it was never written: zeros, noise, or blocks that once belonged to
 * another file and look like good data.
 */
final class StaleBytes {
  private static final int DEAD_MAX = 8;
  private static final int NOISE_PAGES = 4;
  private static final byte[][] NOISE = noise();

  /** Contents that files had when they were deleted, replaced or cut, the last ones. */
  private final Deque<PagedBytes> dead = new ArrayDeque<>();

  void died(PagedBytes contents) {
    if (contents.pageCount() == 0) {
      return;
    }
    if (dead.size() == DEAD_MAX) {
      dead.removeFirst();
    }
    dead.addLast(contents.copy());
  }

  StaleBytes copy() {
    StaleBytes copy = new StaleBytes();
    for (PagedBytes contents : dead) {
      copy.dead.addLast(contents.copy());
    }
    return copy;
  }

  /** Pages for a range that starts at this page; a null page is a hole that reads as zeros. */
  byte[] @Nullable [] pages(
      SplittableRandom random, int pageFirst, int count, Supplier<List<PagedBytes>> living) {
    byte[] @Nullable [] pages = new byte[count] @Nullable [];
    int kind = random.nextInt(4);
    if (kind == 0) {
      for (int i = 0; i < count; i++) {
        pages[i] = NOISE[random.nextInt(NOISE_PAGES)];
      }
    } else if (kind == 1) {
      PagedBytes source = source(random, living);
      // The same place of another file, or any: a log's old segment is the most deceiving one.
      int shift = random.nextBoolean() ? 0 : random.nextInt(Math.max(1, source.pageCount()));
      for (int i = 0; i < count; i++) {
        pages[i] = source.pageAt(pageFirst + shift + i);
        if (pages[i] == null && source.pageCount() > 0) {
          pages[i] = source.pageAt((pageFirst + shift + i) % source.pageCount());
        }
      }
    }
    return pages;
  }

  /** A copy, so that the pages taken from it are never written in place by their file. */
  private PagedBytes source(SplittableRandom random, Supplier<List<PagedBytes>> living) {
    List<PagedBytes> all = new ArrayList<>(dead);
    all.addAll(living.get());
    return all.isEmpty() ? new PagedBytes() : all.get(random.nextInt(all.size())).copy();
  }

  private static byte[][] noise() {
    SplittableRandom random = new SplittableRandom(0x5EEDL);
    byte[][] pages = new byte[NOISE_PAGES][PagedBytes.PAGE_BYTES];
    for (byte[] page : pages) {
      random.nextBytes(page);
    }
    return pages;
  }
}
