package dev.penstock.pump;

import dev.penstock.evidence.record.DictionaryEntry;
import dev.penstock.evidence.record.LedgerRecord;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.north.Names;
import dev.penstock.north.SourceName;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers in the journal are called: all that the numbering knew at the start, and each
 * name since then from before the moment on at which somebody can read it in the journal. A number
 * that no frame has may have the name of one that the journal refused; it is named anew before it
 * is used. The intake's thread writes; any reads.
 */
public final class NameDirectory implements Names {
  private static final int POINTS_AT_FIRST = 16;

  /** A device that signs gives numbers of its own; the names of higher ones are not kept. */
  private static final long POINTS_MAX = 1 << 20;

  private final Map<Long, Known> sources = new ConcurrentHashMap<>();

  /** One source; a point's name is written before the array is shown. */
  private static final class Known {
    private volatile @Nullable SourceName source;
    private volatile @Nullable String[] points = new String[POINTS_AT_FIRST];
  }

  NameDirectory(Numbering numbering) {
    numbering.eachName(this::learn);
  }

  private void learn(long source, @Nullable Long point, String name, @Nullable String zone) {
    Known known = sources.computeIfAbsent(source, _ -> new Known());
    if (point == null) {
      known.source = new SourceName(name, zone);
      return;
    }
    if (point >= POINTS_MAX) {
      return;
    }
    int at = Math.toIntExact(point);
    @Nullable String[] points = known.points;
    if (at >= points.length) {
      points = Arrays.copyOf(points, Math.max(2 * points.length, at + 1));
    }
    points[at] = name;
    known.points = points;
  }

  /** A record goes to the journal. */
  void named(LedgerRecord record) {
    if (record.value() instanceof DictionaryEntry entry && record.source() != Numbering.SELF) {
      learn(record.source(), record.point(), entry.name(), entry.zone());
    }
  }

  @Override
  public Optional<SourceName> source(long number) {
    Known known = sources.get(number);
    return known == null ? Optional.empty() : Optional.ofNullable(known.source);
  }

  @Override
  public Optional<String> point(long source, long point) {
    Known known = sources.get(source);
    @Nullable String[] points = known == null ? new String[0] : known.points;
    return point < 0 || point >= points.length
        ? Optional.empty()
        : Optional.ofNullable(points[(int) point]);
  }
}
