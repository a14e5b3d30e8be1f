package dev.penstock.plant;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rule {@link Rule#SOURCE_IN_ONE_ZONE}: whatever name a source has, it is in one zone or in none.
 * The exact name counts first, then the longest pattern, so only patterns of the same length in
 * different zones can contradict each other, and only where one begins as the other does.
 */
final class SourceRules {
  /** A pattern with the place where it is listed. */
  private record Entry(SourcePattern pattern, String prefix, Listed<Zone> zone, int index) {
    Entry(SourcePattern pattern, Listed<Zone> zone, int index) {
      this(pattern, pattern.prefix(), zone, index);
    }
  }

  private SourceRules() {}

  static void look(Draft draft, Report report) {
    Map<String, String> zones = new HashMap<>();
    Map<Integer, List<Entry>> byLength = new TreeMap<>();
    for (Listed<Zone> zone : draft.zones()) {
      List<String> sources = zone.what().sources();
      for (int i = 0; i < sources.size(); i++) {
        report.step();
        String source = sources.get(i);
        String first = zones.putIfAbsent(source, zone.what().id());
        if (first != null) {
          report.add(
              new Finding.SourceTwice(
                  zone.where("sources", i), source, zone.what().id(), Text.shown(first)));
        } else if (SourcePattern.isPattern(source)) {
          var pattern = SourcePattern.of(source);
          byLength
              .computeIfAbsent(pattern.length(), length -> new ArrayList<>())
              .add(new Entry(pattern, zone, i));
        }
      }
    }
    long stepsLeft = Bounds.OVERLAP_STEPS_MAX;
    for (List<Entry> alike : byLength.values()) {
      stepsLeft = overlaps(alike, stepsLeft, report);
      if (stepsLeft < 0) {
        return;
      }
    }
  }

  /**
   * Compares those that begin alike. Sorted by what they begin with, all that begin as one does
   * follow it, so those still open are its beginnings and nothing else.
   */
  private static long overlaps(List<Entry> alike, long stepsLeft, Report report) {
    alike.sort(Comparator.comparing(Entry::prefix));
    List<Entry> open = new ArrayList<>();
    long left = stepsLeft;
    for (Entry entry : alike) {
      report.step();
      while (!open.isEmpty() && !entry.prefix().startsWith(open.getLast().prefix())) {
        open.removeLast();
      }
      for (Entry other : open) {
        if (other.zone().what().id().equals(entry.zone().what().id())) {
          left--;
          report.step();
          continue;
        }
        long steps = entry.pattern().overlapSteps(other.pattern());
        left -= steps;
        report.steps(steps);
        if (left < 0) {
          report.add(new Finding.TooEntangled(entry.zone().where("sources", entry.index())));
          return left;
        }
        if (entry.pattern().overlaps(other.pattern())) {
          report.add(finding(entry, other));
        }
      }
      open.add(entry);
    }
    return left;
  }

  private static Finding finding(Entry entry, Entry other) {
    return new Finding.SourcesOverlap(
        entry.zone().where("sources", entry.index()),
        entry.pattern().text(),
        other.pattern().text(),
        other.zone().what().id());
  }
}
