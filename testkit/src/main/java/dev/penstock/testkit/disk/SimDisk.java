package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StorageFile;
import dev.penstock.storage.StorageLock;
import dev.penstock.storage.StorageLockedException;
import dev.penstock.storage.StorageName;
import dev.penstock.testkit.disk.Operation.Kind;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that does to a store what real disks do: it loses what was not forced, in parts
 * and in no order, fails, lies once, fills up and shows old bytes. What it may lose and what not is
 * written in {@code docs/testing/simdisk.md}.
 *
 * <p>The machine is one object: cut its power with {@link #crash} or {@link #crashAt}, and {@link
 * #reboot} gives the disk as it may then look, as another object. {@link #killProcess} ends the
 * process alone: nothing is lost, and nothing is more durable than it was.
 *
 * <p>All random choices come from the seed, so a run of one thread is the same run every time. It
 * may be used by several threads; then only what each of them does is the same.
 */
public final class SimDisk implements Storage {
  private static final int TRACE_MAX = 16;
  private static final long NEVER = -1;

  private final Object monitor = new Object();
  private final DiskState state;
  private final Faults faults;
  private final SplittableRandom random;
  private final Map<String, HeldLock> locks = new HashMap<>();
  private final Deque<Operation> trace = new ArrayDeque<>();
  private final Set<ForcePoint> forcesHit = new LinkedHashSet<>();
  private final List<OperationWatcher> watchers = new ArrayList<>();
  private long operationCount;
  private long crashAt = NEVER;
  private @Nullable String ended;

  /** A lock that somebody holds; a class, because two of them are never the same one. */
  private final class HeldLock implements StorageLock {
    private final String name;
    private final String holder;

    HeldLock(String name, String holder) {
      this.name = name;
      this.holder = holder;
    }

    @Override
    public void close() {
      synchronized (monitor) {
        boolean _ = locks.remove(name, this);
      }
    }
  }

  private SimDisk(DiskState state, Faults faults, long seed) {
    this.state = state;
    this.faults = faults;
    this.random = new SplittableRandom(seed);
  }

  /** An empty disk that reads and writes short now and then, as it may. */
  public static SimDisk of(long seed) {
    return new SimDisk(new DiskState(), new Faults(true), seed);
  }

  /** An empty disk on which nothing goes wrong unless a test asks for it. */
  public static SimDisk calm() {
    return new SimDisk(new DiskState(), new Faults(false), 0);
  }

  // --- What a test asks for beforehand.

  /** Cuts the power right before the operation of this index, which then never happens. */
  public void crashAt(long operationIndex) {
    synchronized (monitor) {
      crashAt = operationIndex;
    }
  }

  /** Leaves out every force at this place: it succeeds and does nothing. */
  public void withoutForce(ForcePoint point) {
    synchronized (monitor) {
      faults.leaveOut(point);
    }
  }

  /** The next force at this place fails in this way. */
  public void failForce(ForcePoint point, ForceFailure how) {
    synchronized (monitor) {
      faults.fail(point, how);
    }
  }

  /** Lets the files have this many bytes in all; writing more fails. */
  public void capacityBytes(long bytes) {
    synchronized (monitor) {
      faults.capacityBytes(bytes);
    }
  }

  /** Whether reads and writes stop short now and then. */
  public void shortTransfers(boolean on) {
    synchronized (monitor) {
      faults.shortTransfers(on);
    }
  }

  /** Reads that touch these bytes of a file fail from now on. */
  public void failReads(String name, long from, long to) {
    synchronized (monitor) {
      faults.failReads(requireInode(name), from, to);
    }
  }

  /** Calls this before each operation from now on, after those that came earlier. */
  public void watch(OperationWatcher watcher) {
    synchronized (monitor) {
      boolean _ = watchers.add(watcher);
    }
  }

  // --- What a test does to the machine.

  /** Cuts the power now. */
  public void crash() {
    synchronized (monitor) {
      end("the power was cut");
    }
  }

  /** Whether the power was cut. */
  public boolean crashed() {
    synchronized (monitor) {
      return ended != null;
    }
  }

  /**
   * Cuts the power if that has not happened, and gives the disk as it may look after it. May be
   * called again and again for other looks of the same crash.
   */
  public SimDisk reboot(Fate fate, long seed) {
    synchronized (monitor) {
      if (ended == null) {
        end("the power was cut");
      }
      return afterCrash(fate, seed);
    }
  }

  /** The disk as it might look were the power cut now, while this one runs on. */
  public SimDisk afterCrash(Fate fate, long seed) {
    synchronized (monitor) {
      SplittableRandom choices = new SplittableRandom(seed);
      return next(state.afterCrash(fate, choices), choices.nextLong());
    }
  }

  /**
   * Ends the process: open files and locks are gone, and what it wrote is what the next one reads,
   * forced or not.
   */
  public SimDisk killProcess(long seed) {
    synchronized (monitor) {
      if (ended == null) {
        end("the process was killed");
      }
      return next(state.fork(), seed);
    }
  }

  /** The disk as the next process would find it were this one killed now, while it runs on. */
  public SimDisk afterKill(long seed) {
    synchronized (monitor) {
      return next(state.fork(), seed);
    }
  }

  /** A full copy of the folder as readers see it now, as a backup would hold it, all durable. */
  public SimDisk backup() {
    synchronized (monitor) {
      return next(state.backup(), 0);
    }
  }

  /** The cache forgets: where a failed force gave up on bytes, readers now see the old ones. */
  public void dropCaches() {
    synchronized (monitor) {
      state.livingFiles().forEach(SimInode::evict);
    }
  }

  /** Turns one bit of a file over, for readers and on the platter. */
  public void flipBit(String name, long bitIndex) {
    synchronized (monitor) {
      SimInode file = requireInode(name);
      byte[] one = file.live().read(bitIndex / 8, 1);
      one[0] ^= (byte) (1 << (bitIndex % 8));
      file.damage(bitIndex / 8, one);
    }
  }

  /** Puts other bytes into a file, for readers and on the platter. */
  public void damage(String name, long position, byte[] bytes) {
    synchronized (monitor) {
      requireInode(name).damage(position, bytes);
    }
  }

  // --- What a test asks afterwards; none of this is an operation.

  /** How many operations were asked for. */
  public long operationCount() {
    synchronized (monitor) {
      return operationCount;
    }
  }

  /** The places at which a force was asked for, left out or not. */
  public Set<ForcePoint> forcesHit() {
    synchronized (monitor) {
      return Set.copyOf(forcesHit);
    }
  }

  /** The last few operations, oldest first. */
  public List<Operation> trace() {
    synchronized (monitor) {
      return List.copyOf(trace);
    }
  }

  /** All bytes of a file as readers see them. */
  public byte[] contents(String name) {
    synchronized (monitor) {
      SimInode file = requireInode(name);
      return file.live().read(0, Math.toIntExact(file.sizeBytes()));
    }
  }

  // --- The storage.

  @Override
  public StorageFile create(String name) throws IOException {
    begin(Kind.CREATE, StorageName.requireFile(name), null);
    synchronized (monitor) {
      requireRunning();
      SimFolder folder = requireFolder(StorageName.folderOf(name));
      if (state.find(name) != null) {
        throw new FileAlreadyExistsException(name);
      }
      SimInode file = new SimInode();
      state.change(folder, StorageName.simpleOf(name), file);
      return new SimFile(this, file, name, false);
    }
  }

  @Override
  public StorageFile open(String name) throws IOException {
    return open(name, false);
  }

  @Override
  public StorageFile openReadOnly(String name) throws IOException {
    return open(name, true);
  }

  private StorageFile open(String name, boolean readOnly) throws IOException {
    begin(Kind.OPEN, StorageName.requireFile(name), null);
    synchronized (monitor) {
      requireRunning();
      SimFolder _ = requireFolder(StorageName.folderOf(name));
      requireNoLock(name);
      return switch (state.find(name)) {
        case null -> throw new NoSuchFileException(name);
        case SimFolder _ -> throw new FileSystemException(name, null, "is a folder");
        case SimInode file -> new SimFile(this, file, name, readOnly);
      };
    }
  }

  @Override
  public boolean exists(String name) throws IOException {
    begin(Kind.EXISTS, StorageName.requireFolder(name), null);
    synchronized (monitor) {
      requireRunning();
      return state.find(name) != null;
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    begin(Kind.LIST, StorageName.requireFolder(folder), null);
    synchronized (monitor) {
      requireRunning();
      List<String> names = new ArrayList<>();
      requireFolder(folder)
          .slots
          .forEach((name, slot) -> {
            if (slot.live != null) {
              names.add(name);
            }
          });
      return List.copyOf(names);
    }
  }

  @Override
  public void createFolder(String folder) throws IOException {
    begin(Kind.CREATE_FOLDER, StorageName.requireFolder(folder), null);
    synchronized (monitor) {
      requireRunning();
      SimNode there = state.find(folder);
      if (there instanceof SimFolder) {
        return;
      }
      if (there != null) {
        throw new FileAlreadyExistsException(folder);
      }
      SimFolder parent = requireFolder(StorageName.folderOf(folder));
      state.change(parent, StorageName.simpleOf(folder), new SimFolder());
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    String checked = StorageName.requireFile(to);
    begin(Kind.RENAME, StorageName.requireFile(from), null);
    synchronized (monitor) {
      requireRunning();
      SimFolder source = requireFolder(StorageName.folderOf(from));
      SimFolder target = requireFolder(StorageName.folderOf(checked));
      requireNoLock(from);
      requireNoLock(checked);
      SimNode node = state.find(from);
      if (node == null) {
        throw new NoSuchFileException(from);
      }
      SimNode there = state.find(checked);
      if (there == node) {
        return;
      }
      if (there instanceof SimFolder || (there != null && node instanceof SimFolder)) {
        throw new FileAlreadyExistsException(checked);
      }
      if (checked.startsWith(from + "/")) {
        throw new FileSystemException(from, checked, "a folder cannot move into itself");
      }
      state.move(
          source.slot(StorageName.simpleOf(from)), target.slot(StorageName.simpleOf(checked)));
    }
  }

  @Override
  public void delete(String name) throws IOException {
    begin(Kind.DELETE, StorageName.requireFile(name), null);
    synchronized (monitor) {
      requireRunning();
      SimFolder folder = requireFolder(StorageName.folderOf(name));
      requireNoLock(name);
      SimNode node = state.find(name);
      if (node == null) {
        throw new NoSuchFileException(name);
      }
      if (node instanceof SimFolder inner && !inner.isEmpty()) {
        throw new DirectoryNotEmptyException(name);
      }
      state.change(folder, StorageName.simpleOf(name), null);
    }
  }

  @Override
  public void forceFolder(String folder, ForcePoint point) throws IOException {
    long orderLast = beginForce(Kind.FORCE_FOLDER, StorageName.requireFolder(folder), point);
    synchronized (monitor) {
      requireRunning();
      SimFolder names = requireFolder(folder);
      if (faults.isLeftOut(point)) {
        return;
      }
      ForceFailure failure = faults.takeFailure(point);
      switch (failure) {
        case null -> state.persistNames(names, orderLast);
        case WRITTEN -> state.persistNames(names, orderLast);
        case NOT_WRITTEN -> {}
        case NOT_WRITTEN_FORGOTTEN -> state.forgetNames(names, null);
        case TORN_FORGOTTEN -> state.forgetNames(names, random);
      }
      if (failure != null) {
        throw new FileSystemException(folder, null, "Input/output error");
      }
    }
  }

  @Override
  public long usableBytes() throws IOException {
    begin(Kind.USABLE, "", null);
    synchronized (monitor) {
      requireRunning();
      return faults.freePages(state) * PagedBytes.PAGE_BYTES;
    }
  }

  @Override
  public StorageLock lock(String name, String holder) throws IOException {
    begin(Kind.LOCK, StorageName.requireFile(name), null);
    synchronized (monitor) {
      requireRunning();
      HeldLock other = locks.get(name);
      if (other != null) {
        throw new StorageLockedException(name, other.holder);
      }
      SimFolder folder = requireFolder(StorageName.folderOf(name));
      switch (state.find(name)) {
        case null -> state.change(folder, StorageName.simpleOf(name), new SimInode());
        case SimInode _ -> {}
        case SimFolder _ -> throw new FileSystemException(name, null, "is a folder");
      }
      var lock = new HeldLock(name, holder);
      HeldLock _ = locks.put(name, lock);
      return lock;
    }
  }

  // --- What an open file of this disk does; each call is one operation.

  void begin(Kind kind, String name, @Nullable ForcePoint point) throws IOException {
    Operation operation;
    List<OperationWatcher> told;
    synchronized (monitor) {
      requireRunning();
      operation = new Operation(operationCount, kind, name, point);
      if (operationCount == crashAt) {
        end("the power was cut before operation " + operation);
        requireRunning();
      }
      operationCount++;
      if (trace.size() == TRACE_MAX) {
        trace.removeFirst();
      }
      trace.addLast(operation);
      told = watchers.isEmpty() ? List.of() : List.copyOf(watchers);
    }
    for (OperationWatcher watcher : told) {
      watcher.before(operation);
    }
  }

  /** Begins a force; what is changed while the watchers are told is not part of it. */
  private long beginForce(Kind kind, String name, ForcePoint point) throws IOException {
    long orderLast;
    synchronized (monitor) {
      orderLast = state.lastOrder();
      boolean _ = forcesHit.add(point);
    }
    begin(kind, name, point);
    return orderLast;
  }

  void force(SimInode file, String name, ForcePoint point) throws IOException {
    long orderLast = beginForce(Kind.FORCE, name, point);
    synchronized (monitor) {
      requireRunning();
      if (faults.isLeftOut(point)) {
        return;
      }
      ForceFailure failure = faults.takeFailure(point);
      switch (failure) {
        case null -> file.persist(orderLast);
        case WRITTEN -> file.persist(orderLast);
        case NOT_WRITTEN -> {}
        case NOT_WRITTEN_FORGOTTEN -> file.forget(null);
        case TORN_FORGOTTEN -> file.forget(random);
      }
      if (failure != null) {
        throw new FileSystemException(name, null, "Input/output error");
      }
    }
  }

  /** Reads bytes of a file, maybe fewer than asked for; null at its end. */
  byte @Nullable [] read(SimInode file, String name, long position, int wanted) throws IOException {
    begin(Kind.READ, name, null);
    synchronized (monitor) {
      requireRunning();
      if (wanted == 0) {
        return new byte[0];
      }
      if (position >= file.sizeBytes()) {
        return null;
      }
      long left = file.sizeBytes() - position;
      int count = faults.transferred(random, (int) Math.min(wanted, left));
      faults.requireReadable(file, name, position, count);
      return file.live().read(position, count);
    }
  }

  /** Writes at least one byte and says how many, or the disk is full. */
  int write(SimInode file, String name, long position, byte[] bytes) throws IOException {
    begin(Kind.WRITE, name, null);
    synchronized (monitor) {
      requireRunning();
      int offered = faults.transferred(random, bytes.length);
      int count = faults.fitting(state, file, name, position, offered);
      if (count > 0) {
        byte[] written = count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
        file.write(state.nextOrder(), position, written);
      }
      return count;
    }
  }

  long sizeBytes(SimInode file, String name) throws IOException {
    begin(Kind.SIZE, name, null);
    synchronized (monitor) {
      requireRunning();
      return file.sizeBytes();
    }
  }

  void truncate(SimInode file, String name, long sizeBytes) throws IOException {
    begin(Kind.TRUNCATE, name, null);
    synchronized (monitor) {
      requireRunning();
      if (sizeBytes < file.sizeBytes()) {
        state.remember(file);
        file.truncate(state.nextOrder(), sizeBytes);
      }
    }
  }

  void allocate(SimInode file, String name, long sizeBytes) throws IOException {
    begin(Kind.ALLOCATE, name, null);
    synchronized (monitor) {
      requireRunning();
      if (sizeBytes <= file.sizeBytes()) {
        return;
      }
      int first = file.freshPage();
      int count = PagedBytes.pagesFor(sizeBytes) - first;
      if (count > faults.freePages(state)) {
        throw Faults.noSpace(name);
      }
      byte[] @Nullable [] pages = state.stalePages(random, first, count);
      for (int i = 0; i < count; i++) {
        if (pages[i] == null) {
          pages[i] = PagedBytes.ZERO_PAGE;
        }
      }
      file.grow(state.nextOrder(), sizeBytes, pages);
    }
  }

  private SimDisk next(DiskState nextState, long seed) {
    return new SimDisk(nextState, faults.lasting(), seed);
  }

  private void end(String why) {
    ended = why;
    locks.clear();
  }

  private void requireRunning() {
    if (ended != null) {
      throw new SimulatedCrash(ended);
    }
  }

  private void requireNoLock(String name) throws IOException {
    if (locks.containsKey(name)) {
      throw new FileSystemException(name, null, "is the file of a lock that is held");
    }
  }

  /** The folder of this name; a file where a folder is meant is another failure than nothing. */
  private SimFolder requireFolder(String name) throws IOException {
    return switch (state.find(name)) {
      case SimFolder folder -> folder;
      case SimInode _ -> throw new NotDirectoryException(name);
      case null -> {
        SimFolder _ = requireFolder(StorageName.folderOf(name));
        throw new NoSuchFileException(name);
      }
    };
  }

  private SimInode requireInode(String name) {
    if (state.find(name) instanceof SimInode file) {
      return file;
    }
    throw new IllegalArgumentException("there is no file '" + name + "' on this disk");
  }
}
