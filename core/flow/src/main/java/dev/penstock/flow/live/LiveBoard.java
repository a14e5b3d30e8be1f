package dev.penstock.flow.live;

import dev.penstock.flow.intake.Heard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The newest value of each point since somebody began to look. Whoever makes a message durable
 * tells {@link #durable}, which never waits and does nothing while nobody looks; each {@link Look}
 * takes what changed since it last asked, so a point that changes a hundred times a second is shown
 * once. Safe for use by several threads.
 */
public final class LiveBoard {
  /** More than a screen can hold; the map of so many has some 60 MB. */
  public static final int POINTS_MAX = 200_000;

  /** More people than look at one node at a time. */
  public static final int LOOKS_MAX = 64;

  private final ConcurrentHashMap<Key, NewestHeard> newest = new ConcurrentHashMap<>();
  private final Object writing = new Object();

  /** The last one that is in the map; written by who holds {@link #writing}. */
  private volatile long published;

  private final AtomicInteger looks = new AtomicInteger();

  private record Key(String source, String point) {}

  /** A message is durable under this name of its source. */
  public void durable(String source, Heard heard) {
    if (looks.get() == 0) {
      return;
    }
    var key = new Key(source, heard.point());
    synchronized (writing) {
      if (newest.size() < POINTS_MAX || newest.containsKey(key)) {
        long number = published + 1;
        var _ = newest.put(key, new NewestHeard(source, heard, number));
        published = number;
      }
    }
  }

  /** True while somebody looks: only then is it worth telling {@link #durable}. */
  public boolean isLookedAt() {
    return looks.get() > 0;
  }

  /** Begins to look; empty when {@link #LOOKS_MAX} others do. */
  public Optional<Look> look() {
    if (looks.incrementAndGet() > LOOKS_MAX) {
      end();
      return Optional.empty();
    }
    return Optional.of(new Look());
  }

  private void end() {
    if (looks.decrementAndGet() == 0) {
      newest.clear();
    }
  }

  /** One who looks. Has one owner. */
  public final class Look implements AutoCloseable {
    private long seen = published;
    private boolean isClosed;

    private Look() {}

    /**
     * What changed since the last call, oldest change first; what is over the limit comes with the
     * next call unless it changes again.
     *
     * @param isWanted says which sources
     */
    public List<NewestHeard> changed(Predicate<String> isWanted, int limit) {
      // A walk through the map can miss what is put meanwhile; that comes with the next call.
      long upTo = published;
      List<NewestHeard> changed = new ArrayList<>();
      for (NewestHeard each : newest.values()) {
        boolean isNew = each.number() > seen && each.number() <= upTo;
        if (isNew && isWanted.test(each.source())) {
          changed.add(each);
        }
      }
      changed.sort(Comparator.comparingLong(NewestHeard::number));
      List<NewestHeard> page = changed.subList(0, Math.min(limit, changed.size()));
      if (!page.isEmpty()) {
        seen = page.getLast().number();
      }
      return List.copyOf(page);
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        end();
      }
    }
  }
}
