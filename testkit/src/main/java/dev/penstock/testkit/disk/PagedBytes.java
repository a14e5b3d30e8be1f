package dev.penstock.testkit.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one simulated file, in pages that copies share until one of them writes. A missing
 * page is a hole: it reads as zeros and takes no space.
 *
 * <p>{@code owned == null} says that even the array of pages is shared; {@code owned[i]} that page
 * {@code i} is ours alone and may be written in place.
 */
final class PagedBytes {
  static final int PAGE_BYTES = 4096;

  /** A page of zeros that takes space; shared by all, so nobody ever owns it. */
  static final byte[] ZERO_PAGE = new byte[PAGE_BYTES];

  private byte[] @Nullable [] pages;
  private boolean @Nullable [] owned;

  PagedBytes() {
    this(new byte[0][]);
  }

  private PagedBytes(byte[] @Nullable [] pages) {
    this.pages = pages;
  }

  PagedBytes copy() {
    owned = null;
    return new PagedBytes(pages);
  }

  /** Pages that may hold something; those behind are holes. */
  int pageCount() {
    return pages.length;
  }

  byte @Nullable [] pageAt(int index) {
    return index < pages.length ? pages[index] : null;
  }

  int allocatedPages() {
    int count = 0;
    for (byte[] page : pages) {
      if (page != null) {
        count++;
      }
    }
    return count;
  }

  /** Puts a page that others may hold too; it is copied before anybody writes to it. */
  void share(int index, byte @Nullable [] page) {
    boolean[] mine = own(index + 1);
    pages[index] = page;
    mine[index] = false;
  }

  void read(long position, ByteBuffer into, int count) {
    long at = position;
    int left = count;
    while (left > 0) {
      int offset = (int) (at % PAGE_BYTES);
      int step = Math.min(left, PAGE_BYTES - offset);
      byte[] page = pageAt((int) (at / PAGE_BYTES));
      into.put(page == null ? ZERO_PAGE : page, offset, step);
      at += step;
      left -= step;
    }
  }

  byte[] read(long position, int count) {
    byte[] bytes = new byte[count];
    read(position, ByteBuffer.wrap(bytes), count);
    return bytes;
  }

  void write(long position, byte[] from, int fromOffset, int count) {
    long at = position;
    int done = 0;
    while (done < count) {
      int offset = (int) (at % PAGE_BYTES);
      int step = Math.min(count - done, PAGE_BYTES - offset);
      byte[] page = writable((int) (at / PAGE_BYTES));
      System.arraycopy(from, fromOffset + done, page, offset, step);
      at += step;
      done += step;
    }
  }

  /** Zeros from here to there; whole pages become holes. */
  void clear(long from, long to) {
    long end = Math.min(to, (long) pages.length * PAGE_BYTES);
    long at = from;
    while (at < end) {
      int index = (int) (at / PAGE_BYTES);
      int offset = (int) (at % PAGE_BYTES);
      int step = (int) Math.min(end - at, PAGE_BYTES - offset);
      if (step == PAGE_BYTES) {
        share(index, null);
      } else if (pages[index] != null) {
        Arrays.fill(writable(index), offset, offset + step, (byte) 0);
      }
      at += step;
    }
  }

  /** Forgets everything from {@code sizeBytes} on. */
  void cut(long sizeBytes) {
    int keep = pagesFor(sizeBytes);
    if (keep < pages.length) {
      pages = Arrays.copyOf(pages, keep);
      owned = owned == null ? new boolean[keep] : Arrays.copyOf(owned, keep);
    }
    clear(sizeBytes, (long) keep * PAGE_BYTES);
  }

  static int pagesFor(long sizeBytes) {
    return Math.toIntExact((sizeBytes + PAGE_BYTES - 1) / PAGE_BYTES);
  }

  private byte[] writable(int index) {
    boolean[] mine = own(index + 1);
    byte[] page = pages[index];
    if (page == null) {
      page = new byte[PAGE_BYTES];
    } else if (!mine[index]) {
      page = page.clone();
    }
    pages[index] = page;
    mine[index] = true;
    return page;
  }

  /** Makes the array ours and long enough; which pages in it are ours. */
  private boolean[] own(int pageCount) {
    boolean[] mine = owned;
    if (pageCount > pages.length) {
      int grown = Math.max(pageCount, pages.length + pages.length / 2);
      pages = Arrays.copyOf(pages, grown);
      mine = mine == null ? new boolean[grown] : Arrays.copyOf(mine, grown);
    } else if (mine == null) {
      pages = pages.clone();
      mine = new boolean[pages.length];
    }
    owned = mine;
    return mine;
  }
}
