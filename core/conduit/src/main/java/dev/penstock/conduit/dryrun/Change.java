package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Requests that another policy answers differently, of the same asker, in the same way and for the
 * same reason.
 *
 * @param from id of the zone that asked
 * @param to id of the zone that was asked
 * @param bounds within which their objects are
 * @param count how many requests; of those that are not told apart all that may be among them
 * @param first nanoseconds since 1970, of the first
 * @param last of the last
 * @param examples the first few records
 */
public record Change(
    Certainty certainty,
    String from,
    String to,
    String protocol,
    Optional<String> identity,
    Operation operation,
    Bounds bounds,
    Answer before,
    Answer after,
    long count,
    long first,
    long last,
    List<Example> examples) {
  public Change {
    examples = List.copyOf(examples);
  }

  /** How sure it is. */
  public enum Certainty {
    /** Each of them would have been answered so. */
    SURE,
    /** So it is if rates began full and nothing was asked but what is on record. */
    BY_RATES,
    /** Some of them may have been answered so: a record stands for many that are not known. */
    NOT_TOLD_APART;

    /** The word in the API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * One of the records.
   *
   * @param count of requests that it stands for
   * @param objects in the words of policies, as far as there is room
   */
  public record Example(Place place, long at, long count, String peer, String objects) {}

  boolean touches(Predicate<String> isSeen) {
    return isSeen.test(from) || isSeen.test(to);
  }
}
