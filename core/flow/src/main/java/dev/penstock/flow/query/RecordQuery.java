package dev.penstock.flow.query;

import dev.penstock.evidence.record.RecordClass;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which records are wanted. They come in the order in which they were sealed, or in the reverse
 * one, for that order never changes afterwards; so a page goes on where the last one ended,
 * whatever is sealed meanwhile.
 *
 * @param source its number; absent for all
 * @param point its number at the source; absent for all
 * @param classes of these alone: what else is in their blocks need not be read for them
 * @param from ns since 1970, of the time of receipt, or of the source in blocks that a device made
 * @param to ns since 1970, not included
 * @param after the last record of the page before; absent for the first page
 * @param limit 1..{@link #LIMIT_MAX}
 */
public record RecordQuery(
    Optional<Long> source,
    Optional<Long> point,
    Set<RecordClass> classes,
    long from,
    long to,
    Order order,
    Optional<RecordPlace> after,
    int limit) {
  /** A page with more rows is slower to read than two pages. */
  public static final int LIMIT_MAX = 1_000;

  /** In which order records come. */
  public enum Order {
    OLDEST_FIRST,
    NEWEST_FIRST
  }

  public RecordQuery {
    classes = Set.copyOf(classes);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("records of no class");
    }
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("records from " + from + " to " + to);
    }
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1.." + LIMIT_MAX);
    }
    if (point.isPresent() && source.isEmpty()) {
      throw new IllegalArgumentException("a point has a number only at its source");
    }
  }

  /** Records of every class. */
  public RecordQuery(
      Optional<Long> source,
      Optional<Long> point,
      long from,
      long to,
      Order order,
      Optional<RecordPlace> after,
      int limit) {
    this(source, point, EnumSet.allOf(RecordClass.class), from, to, order, after, limit);
  }
}
