package dev.penstock.bundle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which numbers of a counter were seen, as runs without a hole; small when they come nearly in
 * order. One thread.
 */
final class Intervals {
  /** A counter with so many holes is not one whose completeness is worth a word. */
  static final int PIECES_MAX = 100_000;

  /** Numbers {@code first .. last}. */
  record Run(long first, long last) {}

  private static final long NONE = -1;

  private List<Run> runs = new ArrayList<>();
  private boolean isOverflown;
  private boolean hasTwice;

  /** The run that numbers are added to now; it is not among {@link #runs} yet. */
  private long first = NONE;

  private long last = NONE;

  /** Adds a number, 0 or more; costs nothing but a comparison when it is the next. */
  void add(long number) {
    if (first != NONE && number == last + 1) {
      last = number;
      return;
    }
    endRun();
    first = number;
    last = number;
  }

  private void endRun() {
    if (first != NONE) {
      add(new Run(first, last));
      first = NONE;
    }
  }

  private void add(Run next) {
    if (isOverflown) {
      return;
    }
    if (runs.size() == PIECES_MAX) {
      runs = merged(runs);
      // Sorting is worth its time only when it makes room.
      isOverflown = runs.size() > PIECES_MAX / 2;
    }
    boolean _ = runs.add(next);
  }

  void addAll(Intervals others) {
    isOverflown |= others.isOverflown;
    hasTwice |= others.hasTwice;
    others.endRun();
    endRun();
    others.runs.forEach(this::add);
  }

  /** True when there were too many holes to keep. */
  boolean isOverflown() {
    return isOverflown;
  }

  /** The runs, ascending; two that touch are one. */
  List<Run> runs() {
    endRun();
    runs = merged(runs);
    return List.copyOf(runs);
  }

  /** True when a number was seen twice. */
  boolean hasTwice() {
    List<Run> _ = runs();
    return hasTwice;
  }

  /** How many numbers are missing between the first and the last, as far as a long can say. */
  long missing() {
    List<Run> all = runs();
    long missing = 0;
    for (int i = 1; i < all.size(); i++) {
      missing += all.get(i).first() - all.get(i - 1).last() - 1;
      if (missing < 0) {
        return Long.MAX_VALUE;
      }
    }
    return missing;
  }

  private List<Run> merged(List<Run> unsorted) {
    List<Run> sorted = unsorted.stream().sorted(Comparator.comparingLong(Run::first)).toList();
    var merged = new ArrayList<Run>();
    for (Run run : sorted) {
      Run last = merged.isEmpty() ? null : merged.getLast();
      hasTwice |= last != null && run.first() <= last.last();
      if (last != null && run.first() - 1 <= last.last()) {
        Run joined = new Run(last.first(), Math.max(last.last(), run.last()));
        Run _ = merged.set(merged.size() - 1, joined);
      } else {
        boolean _ = merged.add(run);
      }
    }
    return merged;
  }
}
