package dev.penstock.testkit.disk;

import dev.penstock.storage.ForcePoint;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Crashes a store at every operation of its disk and asks its {@link CrashStory} whether the
 * promises held. In each run of the work:
 *
 * <ol>
 *   <li>Before each operation that changes the disk, and at the end, it looks at disks that a crash
 *       right then could leave: all lost, all kept, several mixed; a process that is killed, its
 *       recovery, and a power cut after that; and a power cut in the middle of the next life.
 *   <li>It then works the same again on a new disk and really crashes it, at some operations only,
 *       to see what the store does while everything throws.
 * </ol>
 *
 * <p>Looking while the work is under way is sound only on the thread that does the work. A store
 * that works the disk from threads of its own is really crashed at every operation instead.
 */
public final class CrashCheck {
  private static final int MIXED_IMAGES = 4;
  private static final int SEARCH_RUNS = 25;

  private final Supplier<? extends CrashStory> stories;
  private int runs = Deep.cases(2, 40);
  private int realCrashes = Deep.cases(12, 400);
  private Consumer<SimDisk> preparation = disk -> {};

  private CrashCheck(Supplier<? extends CrashStory> stories) {
    this.stories = stories;
  }

  /** Checks stories of this kind; the supplier tells a new one from the start each time. */
  public static CrashCheck of(Supplier<? extends CrashStory> stories) {
    return new CrashCheck(stories);
  }

  /** How often the work is run, each time on a disk of another seed. */
  public CrashCheck runs(int always, int deep) {
    runs = Deep.cases(always, deep);
    return this;
  }

  /** How many real crashes there are in each run, spread over its operations. */
  public CrashCheck realCrashes(int always, int deep) {
    realCrashes = Deep.cases(always, deep);
    return this;
  }

  /** What is done to each new disk first: a limit, a watcher, a force left out. */
  public CrashCheck onDisk(Consumer<SimDisk> prepare) {
    preparation = preparation.andThen(prepare);
    return this;
  }

  /** Fails with the first broken promise, and how to see it again. */
  public void holds() {
    Optional<Broken> broken = search(runs, preparation, new HashSet<>());
    if (broken.isPresent()) {
      throw broken.get().toError();
    }
  }

  /** The first broken promise, where a test wants there to be one. */
  public Optional<Broken> firstBroken() {
    return search(runs, preparation, new HashSet<>());
  }

  /**
   * Fails unless the store keeps its promises, and breaks one when any of these forces is left out:
   * a force that no crash misses is either untested or unneeded.
   */
  public void everyForceIsNeeded(ForcePoint... points) {
    Set<ForcePoint> hit = new HashSet<>();
    Optional<Broken> broken = search(runs, preparation, hit);
    if (broken.isPresent()) {
      throw broken.get().toError();
    }
    List<String> complaints = new ArrayList<>();
    for (ForcePoint point : points) {
      if (!hit.contains(point)) {
        complaints.add(point.name() + " is never asked for");
      } else if (missing(point).isEmpty()) {
        complaints.add(point.name() + " can be left out and nobody notices");
      }
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join("; ", complaints) + "; " + Seed.describe());
    }
  }

  /** A promise that breaks when this force is left out. */
  public Optional<Broken> missing(ForcePoint point) {
    Consumer<SimDisk> prepare = preparation.andThen(disk -> disk.withoutForce(point));
    return search(Math.max(runs, SEARCH_RUNS), prepare, new HashSet<>());
  }

  private Optional<Broken> search(int times, Consumer<SimDisk> prepare, Set<ForcePoint> hit) {
    SplittableRandom seeds = new SplittableRandom(Seed.value());
    for (int i = 0; i < times; i++) {
      var run = new Run(stories, prepare, seeds.nextLong());
      Broken broken = run.lookEverywhere(hit);
      if (broken == null) {
        broken = run.crashForReal(realCrashes);
      }
      if (broken != null) {
        return Optional.of(broken);
      }
    }
    return Optional.empty();
  }

  /**
   * A promise that did not hold.
   *
   * @param seed of the disk the work was done on
   * @param crash where the power went, and what the disk then looked like
   * @param before the last operations before it
   */
  public record Broken(long seed, String crash, List<Operation> before, Throwable cause) {
    public Broken {
      before = List.copyOf(before);
    }

    AssertionError toError() {
      StringBuilder text = new StringBuilder("a promise broke: ").append(cause).append('\n');
      text.append("crash: ").append(crash).append(", disk seed ").append(seed).append('\n');
      before.forEach(operation -> text.append("  after ").append(operation).append('\n'));
      return new AssertionError(text.append(Seed.describe()).toString(), cause);
    }
  }

  /** Thrown through the work when a broken promise was found and the rest does not matter. */
  private static final class Enough extends Error {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("a broken promise was found", null, false, false);
    }
  }

  /** The work on the disk of one seed, as often as needed. */
  private static final class Run {
    private final Supplier<? extends CrashStory> stories;
    private final Consumer<SimDisk> prepare;
    private final long seed;
    private final SplittableRandom random;

    /** Indexes of operations that changed the disk, whoever asked for them. */
    private final List<Long> changing = new ArrayList<>();

    private boolean onlyOurThread = true;
    private volatile @Nullable Broken broken;

    Run(Supplier<? extends CrashStory> stories, Consumer<SimDisk> prepare, long seed) {
      this.stories = stories;
      this.prepare = prepare;
      this.seed = seed;
      this.random = new SplittableRandom(~seed);
    }

    @Nullable Broken lookEverywhere(Set<ForcePoint> hit) {
      CrashStory story = stories.get();
      SimDisk disk = SimDisk.of(seed);
      prepare.accept(disk);
      Thread ours = Thread.currentThread();
      disk.watch(operation -> {
        if (operation.kind().changesDisk()) {
          note(operation, Thread.currentThread().equals(ours));
          if (Thread.currentThread().equals(ours)) {
            look(story, disk, "before " + operation);
          }
        }
      });
      Throwable failure = null;
      try {
        story.work(disk);
      } catch (Enough e) {
        return broken;
      } catch (Exception | AssertionError e) {
        failure = e;
      }
      boolean _ = hit.addAll(disk.forcesHit());
      if (broken == null && failure != null) {
        broken = new Broken(seed, "none, the work itself failed", disk.trace(), failure);
      }
      if (broken == null) {
        look(story, disk, "at the end");
      }
      return broken;
    }

    /** Works on new disks and cuts their power, at this many operations at most. */
    @Nullable Broken crashForReal(int atMost) {
      List<Long> at = new ArrayList<>(changing);
      while (onlyOurThread && at.size() > atMost) {
        Long _ = at.remove(random.nextInt(at.size()));
      }
      for (long index : at) {
        CrashStory story = stories.get();
        SimDisk disk = SimDisk.of(seed);
        prepare.accept(disk);
        disk.crashAt(index);
        live(story, disk, disk, "none, the work itself failed");
        if (disk.crashed()) {
          checkAll(story, disk, "really crashed before operation " + index);
        }
        if (broken != null) {
          return broken;
        }
      }
      return null;
    }

    private synchronized void note(Operation operation, boolean ourThread) {
      boolean _ = changing.add(operation.index());
      onlyOurThread &= ourThread;
    }

    private void look(CrashStory story, SimDisk disk, String where) {
      checkAll(story, disk, where);
      if (broken != null && !where.equals("at the end")) {
        throw new Enough();
      }
    }

    private void checkAll(CrashStory story, SimDisk disk, String where) {
      check(story, disk.afterCrash(Fate.ALL_LOST, 0), disk, where + ", all lost");
      check(story, disk.afterCrash(Fate.ALL_KEPT, 0), disk, where + ", all kept");
      for (int i = 0; i < MIXED_IMAGES; i++) {
        long image = random.nextLong();
        check(story, disk.afterCrash(Fate.MIXED, image), disk, where + ", mixed by " + image);
      }
      SimDisk killed = disk.afterKill(random.nextLong());
      check(story, killed, disk, where + ", process killed");
      long after = random.nextLong();
      check(
          story,
          killed.reboot(Fate.MIXED, after),
          disk,
          where + ", process killed, recovered, power cut, mixed by " + after);
      checkNextLife(story, disk, where);
    }

    /** The next life, on the same disk, first to its end and then crashed on the way. */
    private void checkNextLife(CrashStory story, SimDisk disk, String where) {
      long image = random.nextLong();
      boolean kill = random.nextBoolean();
      String first = where + (kill ? ", process killed" : ", mixed by " + image);
      List<Long> steps = new ArrayList<>();
      SimDisk whole = image(disk, kill, image);
      whole.watch(operation -> {
        if (operation.kind().changesDisk()) {
          boolean _ = steps.add(operation.index());
        }
      });
      live(story.next(), whole, disk, first + ", the next life");
      if (steps.isEmpty() || broken != null) {
        return;
      }
      long step = steps.get(random.nextInt(steps.size()));
      SimDisk cut = image(disk, kill, image);
      cut.crashAt(step);
      CrashStory next = story.next();
      live(next, cut, disk, first + ", the next life up to its operation " + step);
      long again = random.nextLong();
      String second = first + ", crashed again at operation " + step + " of the next life";
      check(next, cut.reboot(Fate.ALL_LOST, 0), cut, second + ", all lost");
      check(next, cut.reboot(Fate.MIXED, again), cut, second + ", mixed by " + again);
    }

    private void live(CrashStory story, SimDisk on, SimDisk crashed, String where) {
      if (broken != null) {
        return;
      }
      try {
        story.work(on);
      } catch (SimulatedCrash expected) {
        // The usual end.
      } catch (Exception | AssertionError e) {
        if (!on.crashed()) {
          broken = new Broken(seed, where, crashed.trace(), e);
        }
      }
    }

    private static SimDisk image(SimDisk disk, boolean kill, long image) {
      return kill ? disk.afterKill(image) : disk.afterCrash(Fate.MIXED, image);
    }

    private void check(CrashStory story, SimDisk image, SimDisk crashed, String where) {
      if (broken != null) {
        return;
      }
      try {
        story.check(image);
      } catch (Exception | AssertionError e) {
        broken = new Broken(seed, where, crashed.trace(), e);
      }
    }
  }
}
