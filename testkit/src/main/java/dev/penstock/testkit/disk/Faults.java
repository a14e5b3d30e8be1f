package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a test wants to go wrong on its {@link SimDisk}, which guards this: forces left out or
 * failing, ranges that cannot be read, transfers that stop short, an end to the space.
 */
final class Faults {
  /** Shown as space when nobody set a limit: 1 TiB. */
  private static final long UNLIMITED_BYTES = 1L << 40;

  /** One transfer in so many stops short, when they do. */
  private static final int SHORT_ONE_IN = 8;

  private final Set<ForcePoint> forcesLeftOut = new HashSet<>();
  private final Map<ForcePoint, ForceFailure> forcesFailing = new HashMap<>();
  private final List<BadRange> badRanges = new ArrayList<>();
  private boolean shortTransfers;
  private long capacityBytes = UNLIMITED_BYTES;

  private record BadRange(SimInode file, long from, long to) {}

  Faults(boolean shortTransfers) {
    this.shortTransfers = shortTransfers;
  }

  /** What stays wrong in the next life: the code's own faults, and the disk's size. */
  Faults lasting() {
    Faults next = new Faults(shortTransfers);
    next.forcesLeftOut.addAll(forcesLeftOut);
    next.capacityBytes = capacityBytes;
    return next;
  }

  void leaveOut(ForcePoint point) {
    forcesLeftOut.add(point);
  }

  boolean isLeftOut(ForcePoint point) {
    return forcesLeftOut.contains(point);
  }

  void fail(ForcePoint point, ForceFailure how) {
    forcesFailing.put(point, how);
  }

  /** How the force at this place fails, this once. */
  @Nullable ForceFailure takeFailure(ForcePoint point) {
    return forcesFailing.remove(point);
  }

  void failReads(SimInode file, long from, long to) {
    badRanges.add(new BadRange(file, from, to));
  }

  void requireReadable(SimInode file, String name, long position, int count) throws IOException {
    for (BadRange bad : badRanges) {
      if (bad.file() == file && position < bad.to() && position + count > bad.from()) {
        throw new FileSystemException(name, null, "Input/output error");
      }
    }
  }

  void shortTransfers(boolean on) {
    shortTransfers = on;
  }

  /** How many of so many bytes are transferred at once. */
  int transferred(SplittableRandom random, int count) {
    boolean fewer = shortTransfers && count > 1 && random.nextInt(SHORT_ONE_IN) == 0;
    return fewer ? 1 + random.nextInt(count - 1) : count;
  }

  void capacityBytes(long bytes) {
    capacityBytes = bytes;
  }

  long freePages(DiskState state) {
    long all = capacityBytes / PagedBytes.PAGE_BYTES;
    return capacityBytes == UNLIMITED_BYTES ? all : Math.max(0, all - state.allocatedPages());
  }

  /** How many of these bytes find space; fails when not even the first does. */
  int fitting(DiskState state, SimInode file, String name, long position, int count)
      throws IOException {
    if (count == 0 || capacityBytes == UNLIMITED_BYTES) {
      return count;
    }
    long free = freePages(state);
    long end = position;
    while (end < position + count) {
      if (file.live().pageAt((int) (end / PagedBytes.PAGE_BYTES)) == null && free-- == 0) {
        break;
      }
      end = (end / PagedBytes.PAGE_BYTES + 1) * PagedBytes.PAGE_BYTES;
    }
    if (end == position) {
      throw noSpace(name);
    }
    return (int) (Math.min(end, position + count) - position);
  }

  static IOException noSpace(String name) {
    return new FileSystemException(name, null, "No space left on device");
  }
}
