package dev.penstock.testkit.disk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Names and files of a simulated disk, as they are now and as they are on the platter, and what a
 * crash makes of the difference. Knows nothing of faults, counting or threads: its owner, {@link
 * SimDisk}, does, and guards it.
 */
final class DiskState {
  private final SimFolder root;
  private final StaleBytes stale;

  /** Slots with a history, in the order in which they got one. */
  private final Set<SimSlot> dirty = new LinkedHashSet<>();

  private long order;

  DiskState() {
    this(new SimFolder(), new StaleBytes(), 0);
  }

  private DiskState(SimFolder root, StaleBytes stale, long order) {
    this.root = root;
    this.stale = stale;
    this.order = order;
  }

  /** The next place in the order of all changes. */
  long nextOrder() {
    return ++order;
  }

  /** The place of the last change. */
  long lastOrder() {
    return order;
  }

  @Nullable SimNode find(String name) {
    SimNode at = root;
    if (name.isEmpty()) {
      return at;
    }
    for (String part : name.split("/", -1)) {
      if (!(at instanceof SimFolder folder)) {
        return null;
      }
      SimSlot slot = folder.slots.get(part);
      at = slot == null ? null : slot.live;
    }
    return at;
  }

  /** Makes a name stand for something else, or for nothing. */
  void change(SimFolder folder, String simpleName, @Nullable SimNode to) {
    SimSlot slot = folder.slot(simpleName);
    if (slot.live instanceof SimInode replaced) {
      stale.died(replaced.live());
    }
    change(slot, new SimSlot.Change(nextOrder(), to, null));
  }

  /** Gives a file or folder another name. */
  void move(SimSlot from, SimSlot to) {
    if (to.live instanceof SimInode replaced) {
      stale.died(replaced.live());
    }
    var arrived = new SimSlot.Change(nextOrder(), from.live, null);
    change(to, arrived);
    change(from, new SimSlot.Change(nextOrder(), null, arrived));
  }

  private void change(SimSlot slot, SimSlot.Change change) {
    slot.change(change);
    boolean _ = dirty.add(slot);
  }

  /** What an allocated range shows. */
  byte[] @Nullable [] stalePages(SplittableRandom random, int pageFirst, int count) {
    return stale.pages(random, pageFirst, count, this::livingBytes);
  }

  /** Remembers contents that are about to be cut away, to show them where they do not belong. */
  void remember(SimInode file) {
    stale.died(file.live());
  }

  /**
   * Makes the changes of this folder's names up to this place durable. The old name of a rename
   * waits for the new one, so this goes round until nothing moves.
   */
  void persistNames(SimFolder folder, long orderLast) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SimSlot slot : folder.slots.values()) {
        moved |= persist(slot, orderLast);
      }
    }
    dropUnused(folder);
  }

  /** Gives up on the changes of this folder's names; with a random source, after some succeeded. */
  void forgetNames(SimFolder folder, @Nullable SplittableRandom random) {
    for (SimSlot slot : folder.slots.values()) {
      if (random != null && random.nextBoolean()) {
        boolean _ = persist(slot, order);
      }
      slot.history.forEach(change -> change.forgotten = true);
    }
  }

  List<SimInode> livingFiles() {
    List<SimInode> files = new ArrayList<>();
    collect(root, new HashSet<>(), files);
    return files;
  }

  /** Pages in use by files that have a name. */
  long allocatedPages() {
    return livingFiles().stream().mapToLong(file -> file.live().allocatedPages()).sum();
  }

  /** The same disk with all that is pending, on its own from now on. */
  DiskState fork() {
    var copier = new Copier();
    DiskState copy = new DiskState((SimFolder) copier.copy(root), stale.copy(), order);
    copy.dirty.addAll(copier.dirty);
    return copy;
  }

  /** All that readers see, and all of it durable. */
  DiskState backup() {
    Map<SimNode, SimNode> copies = new HashMap<>();
    SimFolder folder = (SimFolder) build(root, copies, slot -> slot.live, file -> file.backup());
    return new DiskState(folder, stale.copy(), order);
  }

  /** The disk as it lies on the platter when the power goes now. */
  DiskState afterCrash(Fate fate, SplittableRandom random) {
    Map<SimSlot, Integer> kept = keptChanges(fate, random);
    Map<SimNode, SimNode> copies = new HashMap<>();
    SimFolder folder =
        (SimFolder)
            build(
                root,
                copies,
                slot -> nodeAfter(slot, kept.getOrDefault(slot, 0)),
                file -> file.afterCrash(fate, random, stale, this::livingBytes));
    return new DiskState(folder, stale.copy(), order);
  }

  private boolean persist(SimSlot slot, long orderLast) {
    int done = 0;
    for (int i = 0; i < slot.history.size(); i++) {
      SimSlot.Change change = slot.history.get(i);
      if (change.order > orderLast || !mayReachPlatter(change)) {
        break;
      }
      if (!change.forgotten) {
        slot.durable = change.after;
        done = i + 1;
      }
    }
    for (SimSlot.Change change : slot.history.subList(0, done)) {
      change.durable = true;
    }
    slot.history.subList(0, done).clear();
    if (slot.history.isEmpty()) {
      boolean _ = dirty.remove(slot);
    }
    return done > 0;
  }

  private static boolean mayReachPlatter(SimSlot.Change change) {
    return change.needs == null || change.needs.durable;
  }

  private static void dropUnused(SimFolder folder) {
    boolean _ =
        folder
            .slots
            .values()
            .removeIf(slot -> slot.live == null && slot.durable == null && slot.history.isEmpty());
  }

  /** How many changes of each dirty name the platter has. */
  private Map<SimSlot, Integer> keptChanges(Fate fate, SplittableRandom random) {
    Map<SimSlot, Integer> kept = new HashMap<>();
    if (fate == Fate.ALL_LOST || dirty.isEmpty()) {
      return kept;
    }
    List<SimSlot> slots = new ArrayList<>(dirty);
    // One time in three all names stop at the same moment, as on a disk with one journal.
    long moment =
        random.nextInt(3) == 0
            ? slots.get(random.nextInt(slots.size())).history.getLast().order
            : -1;
    int chosen = random.nextInt(slots.size());
    int longest = slots.stream().mapToInt(slot -> slot.history.size()).max().orElse(1);
    int changeChosen = random.nextInt(slots.get(chosen).history.size());
    Reach reach = Reach.of(random, longest, changeChosen, chosen);
    for (int i = 0; i < slots.size(); i++) {
      int all = slots.get(i).history.size();
      int count = moment < 0 ? Math.min(all, reach.at(i)) : changesUpTo(slots.get(i), moment);
      Integer _ = kept.put(slots.get(i), fate == Fate.ALL_KEPT ? all : count);
    }
    holdBackOldNames(slots, kept);
    return kept;
  }

  private static int changesUpTo(SimSlot slot, long moment) {
    int count = 0;
    while (count < slot.history.size() && slot.history.get(count).order <= moment) {
      count++;
    }
    return count;
  }

  /** No file may lose both names of a rename: the old one goes only where the new one came. */
  private static void holdBackOldNames(List<SimSlot> slots, Map<SimSlot, Integer> kept) {
    Set<SimSlot.Change> reached = new HashSet<>();
    for (SimSlot slot : slots) {
      for (SimSlot.Change change : slot.history.subList(0, kept.getOrDefault(slot, 0))) {
        if (!change.forgotten) {
          boolean _ = reached.add(change);
        }
      }
    }
    boolean moved = true;
    while (moved) {
      moved = false;
      for (SimSlot slot : slots) {
        int count = kept.getOrDefault(slot, 0);
        for (int i = 0; i < count; i++) {
          SimSlot.Change change = slot.history.get(i);
          if (!mayReachPlatter(change) && !reached.contains(change.needs)) {
            slot.history.subList(i, count).forEach(reached::remove);
            Integer _ = kept.put(slot, i);
            moved = true;
            break;
          }
        }
      }
    }
  }

  private static @Nullable SimNode nodeAfter(SimSlot slot, int changes) {
    for (int i = changes - 1; i >= 0; i--) {
      if (!slot.history.get(i).forgotten) {
        return slot.history.get(i).after;
      }
    }
    return slot.durable;
  }

  private List<PagedBytes> livingBytes() {
    return livingFiles().stream().map(SimInode::live).toList();
  }

  private static void collect(SimFolder folder, Set<SimNode> seen, List<SimInode> files) {
    for (SimSlot slot : folder.slots.values()) {
      if (slot.live == null || !seen.add(slot.live)) {
        continue;
      }
      switch (slot.live) {
        case SimInode file -> files.add(file);
        case SimFolder inner -> collect(inner, seen, files);
      }
    }
  }

  /** Which node a slot of the new disk starts with. */
  private interface Choice {
    @Nullable SimNode of(SimSlot slot);
  }

  private interface FileCopy {
    SimInode of(SimInode file);
  }

  /** A disk on which everything is durable; two names of one file stay two names of one file. */
  private static SimNode build(
      SimNode node, Map<SimNode, SimNode> copies, Choice choice, FileCopy fileCopy) {
    SimNode known = copies.get(node);
    if (known != null) {
      return known;
    }
    SimNode copy =
        switch (node) {
          case SimInode file -> fileCopy.of(file);
          case SimFolder _ -> new SimFolder();
        };
    SimNode _ = copies.put(node, copy);
    if (node instanceof SimFolder from && copy instanceof SimFolder to) {
      from.slots.forEach((name, slot) -> {
        SimNode inner = choice.of(slot);
        if (inner != null) {
          SimSlot target = to.slot(name);
          target.durable = build(inner, copies, choice, fileCopy);
          target.live = target.durable;
        }
      });
    }
    return copy;
  }

  /** Copies a tree with its histories. */
  private static final class Copier {
    private final Map<SimNode, SimNode> nodes = new HashMap<>();
    private final Map<SimSlot.Change, SimSlot.Change> changes = new HashMap<>();
    final List<SimSlot> dirty = new ArrayList<>();

    SimNode copy(SimNode node) {
      SimNode known = nodes.get(node);
      if (known != null) {
        return known;
      }
      return switch (node) {
        case SimInode file -> {
          SimInode copy = file.fork();
          SimNode _ = nodes.put(node, copy);
          yield copy;
        }
        case SimFolder folder -> {
          SimFolder copy = new SimFolder();
          SimNode _ = nodes.put(node, copy);
          folder.slots.forEach((name, slot) -> copy(slot, copy.slot(name)));
          yield copy;
        }
      };
    }

    private void copy(SimSlot from, SimSlot to) {
      to.live = from.live == null ? null : copy(from.live);
      to.durable = from.durable == null ? null : copy(from.durable);
      for (SimSlot.Change change : from.history) {
        boolean _ = to.history.add(copy(change));
      }
      if (!to.history.isEmpty()) {
        boolean _ = dirty.add(to);
      }
    }

    private SimSlot.Change copy(SimSlot.Change change) {
      SimSlot.Change known = changes.get(change);
      if (known != null) {
        return known;
      }
      SimNode after = change.after == null ? null : copy(change.after);
      SimSlot.Change needs = change.needs == null ? null : copy(change.needs);
      var copy = new SimSlot.Change(change.order, after, needs);
      copy.durable = change.durable;
      copy.forgotten = change.forgotten;
      SimSlot.Change _ = changes.put(change, copy);
      return copy;
    }
  }
}
