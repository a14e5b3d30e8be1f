package dev.penstock.pump;

import dev.penstock.flow.journal.JournalFinding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one thread keeps for which there is no room just now, so that the rest goes on. Some of it
 * is tried again every few seconds. One thread puts and takes; any may ask how it stands.
 */
final class SetAside<T> {
  /** So many people never wait at once; more would be a flood of refusals. */
  static final int COUNT_MAX = 1_000;

  /** At a time, so that they fit a batch however large each is. */
  static final int TOGETHER_MAX = 16;

  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final ArrayDeque<T> kept = new ArrayDeque<>();
  private long triedNanos = System.nanoTime() - AGAIN.toNanos();

  private volatile int count;
  private volatile Optional<JournalFinding> why = Optional.empty();

  /**
   * Keeps these behind the others; what there is no place for is answered.
   *
   * @param finding why, where they were tried; without they are due as soon as the others are
   */
  List<T> add(List<T> more, Optional<JournalFinding> finding) {
    int room = Math.min(COUNT_MAX - kept.size(), more.size());
    kept.addAll(more.subList(0, room));
    count = kept.size();
    if (finding.isPresent()) {
      tried(finding);
    }
    return List.copyOf(more.subList(room, more.size()));
  }

  /** The oldest, for a try. One of {@link #putBack} and {@link #done} must follow. */
  List<T> take() {
    return take(TOGETHER_MAX);
  }

  /** The same, but so many at most. */
  List<T> take(int most) {
    List<T> taken = new ArrayList<>();
    while (!kept.isEmpty() && taken.size() < most) {
      taken.add(kept.remove());
    }
    return taken;
  }

  /** Takes out all of which this is true. */
  List<T> removeIf(Predicate<T> isOut) {
    List<T> out = kept.stream().filter(isOut).toList();
    if (!out.isEmpty()) {
      Set<T> gone = Collections.newSetFromMap(new IdentityHashMap<>());
      boolean _ = gone.addAll(out);
      boolean _ = kept.removeIf(gone::contains);
      count = kept.size();
    }
    return out;
  }

  /** Takes out all, for nobody tries them any more. */
  List<T> clear() {
    return removeIf(_ -> true);
  }

  /** The try failed. */
  void putBack(List<T> taken, Optional<JournalFinding> finding) {
    taken.reversed().forEach(kept::addFirst);
    tried(finding);
  }

  private void tried(Optional<JournalFinding> finding) {
    triedNanos = System.nanoTime();
    count = kept.size();
    why = finding.or(() -> why);
  }

  /** What was taken is durable; the rest is due at once. */
  void done() {
    triedNanos = System.nanoTime() - AGAIN.toNanos();
    count = kept.size();
    if (kept.isEmpty()) {
      why = Optional.empty();
    }
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** All that is kept, the oldest first. */
  Collection<T> all() {
    return Collections.unmodifiableCollection(kept);
  }

  /** Whether it is time for the next try, of something. */
  boolean isTime() {
    return System.nanoTime() - triedNanos >= AGAIN.toNanos();
  }

  /** How many are kept. */
  int count() {
    return count;
  }

  /** Why there was no room at the last try; empty when all is durable. */
  Optional<JournalFinding> why() {
    return why;
  }
}
