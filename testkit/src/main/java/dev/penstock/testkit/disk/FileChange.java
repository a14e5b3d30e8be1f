package dev.penstock.testkit.disk;

import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One change of a file that no force has made durable yet. It can be carried out whole, or on those
 * sectors only that reached the disk.
 */
abstract sealed class FileChange {
  static final int SECTOR_BYTES = 512;
  private static final int PAGE_SECTORS = PagedBytes.PAGE_BYTES / SECTOR_BYTES;

  /** The place of this change among all changes of the disk. */
  final long order;

  /** The file's size after it. */
  final long sizeBytes;

  private FileChange(long order, long sizeBytes) {
    this.order = order;
    this.sizeBytes = sizeBytes;
  }

  /** Carries it out on the whole file. */
  abstract void applyTo(PagedBytes bytes);

  /** Carries it out on the sectors for which {@code reached} says yes. */
  abstract void applyTo(PagedBytes bytes, LongPredicate reached);

  /** Bytes were written. */
  static final class Write extends FileChange {
    private final long position;
    private final byte[] written;

    Write(long order, long sizeBytes, long position, byte[] written) {
      super(order, sizeBytes);
      this.position = position;
      this.written = written;
    }

    long sectorFirst() {
      return position / SECTOR_BYTES;
    }

    long sectorLast() {
      return (position + written.length - 1) / SECTOR_BYTES;
    }

    @Override
    void applyTo(PagedBytes bytes) {
      bytes.write(position, written, 0, written.length);
    }

    @Override
    void applyTo(PagedBytes bytes, LongPredicate reached) {
      for (long sector = sectorFirst(); sector <= sectorLast(); sector++) {
        if (reached.test(sector)) {
          long from = Math.max(position, sector * SECTOR_BYTES);
          long to = Math.min(position + written.length, (sector + 1) * SECTOR_BYTES);
          bytes.write(from, written, (int) (from - position), (int) (to - from));
        }
      }
    }
  }

  /** The file was cut to a smaller size. */
  static final class Cut extends FileChange {
    Cut(long order, long sizeBytes) {
      super(order, sizeBytes);
    }

    @Override
    void applyTo(PagedBytes bytes) {
      bytes.cut(sizeBytes);
    }

    @Override
    void applyTo(PagedBytes bytes, LongPredicate reached) {
      long end = (long) bytes.pageCount() * PagedBytes.PAGE_BYTES;
      for (long from = sizeBytes; from < end; ) {
        long sector = from / SECTOR_BYTES;
        long to = (sector + 1) * SECTOR_BYTES;
        if (reached.test(sector)) {
          bytes.clear(from, to);
        }
        from = to;
      }
    }
  }

  /** Space was reserved: whole pages that show what the disk held there before. */
  static final class Grow extends FileChange {
    private final int pageFirst;
    private final byte[] @Nullable [] pages;

    Grow(long order, long sizeBytes, int pageFirst, byte[] @Nullable [] pages) {
      super(order, sizeBytes);
      this.pageFirst = pageFirst;
      this.pages = pages;
    }

    @Override
    void applyTo(PagedBytes bytes) {
      applyTo(bytes, sector -> true);
    }

    @Override
    void applyTo(PagedBytes bytes, LongPredicate reached) {
      for (int i = 0; i < pages.length; i++) {
        if (reached.test((long) (pageFirst + i) * PAGE_SECTORS)) {
          bytes.share(pageFirst + i, pages[i]);
        }
      }
    }
  }
}
