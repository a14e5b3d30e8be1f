package dev.penstock.plantmap;

import dev.penstock.evidence.record.RecordClass;
import dev.penstock.flow.numbering.Numbering;
import dev.penstock.flow.query.RecordPage;
import dev.penstock.flow.query.RecordQuery;
import dev.penstock.flow.query.SealedRecord;
import dev.penstock.flow.query.SealedRecords;
import dev.penstock.flow.query.SourceKnown;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which sources were heard when. For a stretch that reaches to now the index knows it by heart; for
 * an earlier one it is looked for source by source, some of them in one look, and then remembered
 * for some minutes.
 */
public final class SourceBook {
  /** More sources than this are not all looked at. */
  static final int SOURCES_MAX = 4_000;

  /** Sources of an earlier stretch that one look looks for. */
  static final int LOOKS_MAX = 64;

  /** Earlier stretches that are remembered. */
  private static final int STRETCHES_MAX = 32;

  /** All names are read anew after this long. */
  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long NANOS = 1_000_000_000L;

  private final SealedRecords records;
  private final InstantSource clock;

  // Only touched while this is locked.
  private List<SourceKnown> sources = List.of();
  private long sourcesAt = Long.MIN_VALUE;
  private final Map<Stretch, Then> earlier = new LinkedHashMap<>(16, 0.75f, true);

  private record Stretch(long from, long to) {}

  /** What was found of an earlier stretch, by source. */
  private record Then(long at, Map<Long, Optional<Long>> last) {}

  public SourceBook(SealedRecords records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Who was heard.
   *
   * @param from ns since 1970
   * @param to ns since 1970, not included
   */
  public synchronized HeardSources over(long from, long to) throws IOException {
    long now = Math.max(0, clock.instant().getEpochSecond() * NANOS);
    if (sourcesAt == Long.MIN_VALUE || now - sourcesAt > FRESH_NANOS || now < sourcesAt) {
      sources = all();
      sourcesAt = now;
    }
    boolean isRead = sources.size() < SOURCES_MAX;
    List<Heard> heard = new ArrayList<>();
    List<String> known = new ArrayList<>();
    int looks = LOOKS_MAX;
    for (SourceKnown source : sources) {
      if (source.number() == Numbering.SELF || source.name().isEmpty()) {
        continue;
      }
      known.add(source.name());
      Optional<Long> last = source.lastTime();
      if (last.isPresent() && last.get() >= to) {
        Map<Long, Optional<Long>> then = earlier(from, to, now);
        if (!then.containsKey(source.number())) {
          if (looks == 0) {
            isRead = false;
            continue;
          }
          looks--;
          Optional<Long> _ = then.put(source.number(), lastOf(source.number(), from, to));
        }
        last = then.get(source.number());
      }
      last.filter(time -> time >= from)
          .ifPresent(
              time -> heard.add(new Heard(source.name(), source.protocol().orElse(""), time)));
    }
    return new HeardSources(heard, known, isRead);
  }

  /** A device may hand in what it kept: after a while it is looked for again. */
  private Map<Long, Optional<Long>> earlier(long from, long to, long now) {
    var stretch = new Stretch(from, to);
    Then then = earlier.get(stretch);
    if (then == null || now < then.at() || now - then.at() >= FlowBook.AGAIN_NANOS) {
      then = new Then(now, new HashMap<>());
      Then _ = earlier.put(stretch, then);
    }
    while (earlier.size() > STRETCHES_MAX) {
      Then _ = earlier.remove(earlier.keySet().iterator().next());
    }
    return then.last();
  }

  private List<SourceKnown> all() throws IOException {
    List<SourceKnown> all = new ArrayList<>();
    String after = "";
    while (all.size() < SOURCES_MAX) {
      List<SourceKnown> page = records.sources(after, SealedRecords.NAMES_MAX);
      all.addAll(page);
      if (page.size() < SealedRecords.NAMES_MAX) {
        break;
      }
      after = page.getLast().name();
    }
    return all.size() > SOURCES_MAX ? all.subList(0, SOURCES_MAX) : all;
  }

  private Optional<Long> lastOf(long source, long from, long to) throws IOException {
    RecordPage page =
        records.find(
            new RecordQuery(
                Optional.of(source),
                Optional.empty(),
                EnumSet.of(RecordClass.PLANT),
                from,
                to,
                RecordQuery.Order.NEWEST_FIRST,
                Optional.empty(),
                1));
    return page.records().stream()
        .findFirst()
        .map(SealedRecord::receivedTime)
        .or(() -> page.records().isEmpty() ? Optional.empty() : Optional.of(from));
  }
}
