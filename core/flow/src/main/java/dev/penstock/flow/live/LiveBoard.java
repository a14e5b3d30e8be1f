package dev.penstock.flow.live;

import dev.penstock.evidence.record.SampleValue;
import dev.penstock.flow.intake.Heard;
import dev.penstock.flow.intake.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The newest value of each point since somebody began to look. Whoever makes a message durable
 * tells {@link #durable}, which does nothing while nobody looks and waits for others only as long
 * as a map takes; each {@link Look} takes what changed since it last asked, so a point that changes
 * a hundred times a second is shown once. Safe for use by several threads.
 */
public final class LiveBoard {
  /** More than a screen can hold; the map of so many has some 60 MB. */
  public static final int POINTS_MAX = 200_000;

  /** More people than look at one node at a time. */
  public static final int LOOKS_MAX = 64;

  private static final long SECOND = 1_000_000_000L;

  /** Guarded by this; the one that changed last stands last. */
  private final LinkedHashMap<Key, NewestHeard> newest = new LinkedHashMap<>();

  /** Written by who holds this. */
  private volatile int looks;

  /** Guarded by this: the number of the one that changed last. */
  private long last;

  private record Key(String source, String point) {}

  /** A message is durable under this name of its source. */
  public void durable(String source, Heard heard) {
    if (looks > 0) {
      Instant at = heard.receivedTime();
      long nanos = Math.addExact(Math.multiplyExact(at.getEpochSecond(), SECOND), at.getNano());
      keep(source, heard.point(), heard.payload(), 0, nanos);
    }
  }

  /** Samples are durable under this name of their source. */
  public void durable(String source, Samples samples) {
    if (looks == 0) {
      return;
    }
    List<String> points = samples.names().points();
    for (int i = 0; i < samples.count(); i++) {
      keep(
          source,
          points.get(samples.point(i)),
          new SampleValue.One(samples.value(i)),
          Integer.toUnsignedLong(samples.quality(i)),
          samples.receivedTime(i));
    }
  }

  private synchronized void keep(
      String source, String point, SampleValue value, long quality, long receivedNanos) {
    var key = new Key(source, point);
    boolean isKnown = newest.remove(key) != null;
    if (isKnown || newest.size() < POINTS_MAX) {
      last++;
      var _ = newest.put(key, new NewestHeard(source, point, value, quality, receivedNanos, last));
    }
  }

  /** True while somebody looks: only then is it worth telling {@link #durable}. */
  public boolean isLookedAt() {
    return looks > 0;
  }

  /** Begins to look; empty when {@link #LOOKS_MAX} others do. */
  public synchronized Optional<Look> look() {
    if (looks == LOOKS_MAX) {
      return Optional.empty();
    }
    looks = looks + 1;
    return Optional.of(new Look(last));
  }

  private synchronized void end() {
    looks = looks - 1;
    if (looks == 0) {
      newest.clear();
    }
  }

  private synchronized List<NewestHeard> since(long number) {
    List<NewestHeard> changed = new ArrayList<>();
    for (NewestHeard each : newest.sequencedValues().reversed()) {
      if (each.number() <= number) {
        break;
      }
      changed.add(each);
    }
    return changed;
  }

  /** One who looks. Has one owner. */
  public final class Look implements AutoCloseable {
    private long seen;
    private boolean isClosed;

    private Look(long seen) {
      this.seen = seen;
    }

    /**
     * What changed since the last call, oldest change first; what is over the limit comes with the
     * next call unless it changes again.
     *
     * @param isWanted says which sources
     */
    public List<NewestHeard> changed(Predicate<String> isWanted, int limit) {
      List<NewestHeard> changed = since(seen);
      Collections.reverse(changed);
      List<NewestHeard> page = new ArrayList<>();
      for (NewestHeard each : changed) {
        if (page.size() == limit) {
          break;
        }
        if (isWanted.test(each.source())) {
          page.add(each);
        }
        seen = each.number();
      }
      return page;
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
