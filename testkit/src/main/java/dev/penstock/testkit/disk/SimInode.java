package dev.penstock.testkit.disk;

import static dev.penstock.testkit.disk.FileChange.SECTOR_BYTES;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file of a simulated disk, whatever its names: what readers see now, what is on the platter, and
 * the changes that lie between the two because nobody forced them.
 */
final class SimInode implements SimNode {
  private final PagedBytes live;
  private long liveSize;
  private final PagedBytes durable;
  private long durableSize;
  private final List<FileChange> pending = new ArrayList<>();

  /**
   * Sectors that readers see but the platter lacks, and that the disk has given up on after a
   * failed force. Writing into one makes the whole sector due again.
   */
  private final BitSet forgotten = new BitSet();

  SimInode() {
    this(new PagedBytes(), 0);
  }

  private SimInode(PagedBytes durable, long durableSize) {
    this.durable = durable;
    this.durableSize = durableSize;
    this.live = durable.copy();
    this.liveSize = durableSize;
  }

  private SimInode(SimInode of) {
    live = of.live.copy();
    liveSize = of.liveSize;
    durable = of.durable.copy();
    durableSize = of.durableSize;
    pending.addAll(of.pending);
    forgotten.or(of.forgotten);
  }

  /** The same file with all that is pending, on its own from now on. */
  SimInode fork() {
    return new SimInode(this);
  }

  /** What a backup of the running machine would hold: what readers see. */
  SimInode backup() {
    return new SimInode(live.copy(), liveSize);
  }

  PagedBytes live() {
    return live;
  }

  long sizeBytes() {
    return liveSize;
  }

  void write(long order, long position, byte[] bytes) {
    live.write(position, bytes, 0, bytes.length);
    liveSize = Math.max(liveSize, position + bytes.length);
    long from = position;
    byte[] due = bytes;
    if (!forgotten.isEmpty()) {
      int first = (int) (position / SECTOR_BYTES);
      int last = (int) ((position + bytes.length - 1) / SECTOR_BYTES);
      from = forgotten.get(first) ? (long) first * SECTOR_BYTES : position;
      long end = position + bytes.length;
      long to = forgotten.get(last) ? Math.min(liveSize, (last + 1L) * SECTOR_BYTES) : end;
      due = live.read(from, (int) (to - from));
      forgotten.clear(first, last + 1);
    }
    pending.add(new FileChange.Write(order, liveSize, from, due));
  }

  void truncate(long order, long sizeBytes) {
    live.cut(sizeBytes);
    liveSize = sizeBytes;
    pending.add(new FileChange.Cut(order, sizeBytes));
  }

  /** Grows to this size over pages that show what they like. */
  void grow(long order, long sizeBytes, byte[] @Nullable [] pages) {
    FileChange change = new FileChange.Grow(order, sizeBytes, freshPage(), pages);
    change.applyTo(live);
    liveSize = sizeBytes;
    pending.add(change);
  }

  /** The first page that the file does not reach yet. */
  int freshPage() {
    return PagedBytes.pagesFor(liveSize);
  }

  /** Changes up to this one become durable. */
  void persist(long orderLast) {
    int count = 0;
    for (FileChange change : pending) {
      if (change.order > orderLast) {
        break;
      }
      change.applyTo(durable);
      durableSize = change.sizeBytes;
      count++;
    }
    pending.subList(0, count).clear();
  }

  /** Gives up on all that is pending; with a random source, after some sectors were written. */
  void forget(@Nullable SplittableRandom random) {
    if (random != null && !pending.isEmpty()) {
      Reach reach = reach(random);
      applyTo(durable, reach);
      durableSize = sizeAt(reach.atSize(random));
      durable.cut(durableSize);
    }
    for (FileChange change : pending) {
      if (change instanceof FileChange.Write write) {
        forgotten.set((int) write.sectorFirst(), (int) write.sectorLast() + 1);
      }
    }
    pending.clear();
  }

  /** The cache drops its clean pages: readers now see what was really written. */
  void evict() {
    for (int sector = forgotten.nextSetBit(0);
        sector >= 0;
        sector = forgotten.nextSetBit(sector + 1)) {
      long at = (long) sector * SECTOR_BYTES;
      live.write(at, durable.read(at, SECTOR_BYTES), 0, SECTOR_BYTES);
    }
    forgotten.clear();
    live.cut(liveSize);
  }

  /** Puts other bytes where these were, on the platter too: rot, or somebody with a disk editor. */
  void damage(long position, byte[] bytes) {
    if (position < 0 || position + bytes.length > liveSize) {
      throw new IllegalArgumentException(
          bytes.length + " bytes at " + position + " are not inside a file of " + liveSize);
    }
    live.write(position, bytes, 0, bytes.length);
    long onPlatter = Math.clamp(durableSize - position, 0, bytes.length);
    durable.write(position, bytes, 0, (int) onPlatter);
  }

  /** The file as it lies on the platter when the power goes now. */
  SimInode afterCrash(
      Fate fate, SplittableRandom random, StaleBytes stale, Supplier<List<PagedBytes>> living) {
    PagedBytes image = durable.copy();
    if (pending.isEmpty() || fate == Fate.ALL_LOST) {
      return new SimInode(image, durableSize);
    }
    if (fate == Fate.ALL_KEPT) {
      for (FileChange change : pending) {
        change.applyTo(image);
      }
      return new SimInode(image, sizeAt(pending.size()));
    }
    Reach reach = reach(random);
    long size = sizeAt(reach.atSize(random));
    int pageFirst = PagedBytes.pagesFor(durableSize);
    int fresh = PagedBytes.pagesFor(size) - pageFirst;
    if (fresh > 0) {
      byte[] @Nullable [] pages = stale.pages(random, pageFirst, fresh, living);
      for (int i = 0; i < fresh; i++) {
        image.share(pageFirst + i, pages[i]);
      }
    }
    applyTo(image, reach);
    image.cut(size);
    return new SimInode(image, size);
  }

  private void applyTo(PagedBytes bytes, Reach reach) {
    for (int i = 0; i < pending.size(); i++) {
      int index = i;
      pending.get(i).applyTo(bytes, sector -> reach.at(sector) > index);
    }
  }

  private Reach reach(SplittableRandom random) {
    int chosen = random.nextInt(pending.size());
    long sector =
        switch (pending.get(chosen)) {
          case FileChange.Write write ->
              random.nextLong(write.sectorFirst(), write.sectorLast() + 1);
          case FileChange.Cut cut -> cut.sizeBytes / SECTOR_BYTES;
          case FileChange.Grow grow -> grow.sizeBytes / SECTOR_BYTES;
        };
    return Reach.of(random, pending.size(), chosen, sector);
  }

  /** The size after this many of the pending changes. */
  private long sizeAt(int changes) {
    return changes == 0 ? durableSize : pending.get(changes - 1).sizeBytes;
  }
}
