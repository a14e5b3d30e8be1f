package dev.penstock.flow.continuity;

import java.util.Optional;

/**
 * A piece of time in which one thing is true of a source, {@code [from, to)} in ns since 1970. A
 * stretch is made of whole intervals of the gateway's roll-call: a count is never divided.
 */
public sealed interface Stretch {
  long from();

  long to();

  /**
   * So many records came. A count of 0 can be only of a device that signs its own blocks: it said
   * itself that it had nothing to say.
   */
  record Heard(long from, long to, long count) implements Stretch {
    public Heard {
      mustBeForward(from, to);
      mustBeCount(count);
    }
  }

  /** Link and subscription were up, and nothing came. */
  record Listening(long from, long to) implements Stretch {
    public Listening {
      mustBeForward(from, to);
    }
  }

  /**
   * Link or subscription was down for at least a part of this time: a gap.
   *
   * @param since when the deafness began, which may be before this stretch
   * @param count records that came nevertheless, in the part that was not deaf or late
   */
  record Deaf(long from, long to, long since, long count) implements Stretch {
    public Deaf {
      mustBeForward(from, to);
      mustBeCount(since);
      mustBeCount(count);
    }
  }

  /** Nothing can be said about this time. */
  record Unknown(long from, long to, Why why) implements Stretch {
    public Unknown {
      mustBeForward(from, to);
    }
  }

  /** Why nothing can be said. */
  sealed interface Why {
    /** No roll-call covers this time: the gateway did not run, or its roll-call is not at hand. */
    record NotStated() implements Why {}

    /** A roll-call covers this time and does not name the source: nobody listened for it. */
    record NotSubscribed() implements Why {}

    /** What would say it was dropped, by this rule, at this time. */
    record Pruned(String policy, long on) implements Why {
      public Pruned {
        if (policy.isEmpty() || on < 0) {
          throw new IllegalArgumentException("pruned by \"" + policy + "\" on " + on);
        }
      }
    }
  }

  /** This stretch and the one right after it as one, where they say the same. */
  default Optional<Stretch> joined(Stretch next) {
    if (next.from() != to()) {
      return Optional.empty();
    }
    if (this instanceof Heard(var start, var _, var count) && next instanceof Heard other) {
      return Optional.of(new Heard(start, other.to(), sum(count, other.count())));
    }
    if (this instanceof Listening && next instanceof Listening) {
      return Optional.of(new Listening(from(), next.to()));
    }
    if (this instanceof Deaf deaf && next instanceof Deaf other && deaf.since() == other.since()) {
      return Optional.of(
          new Deaf(deaf.from(), other.to(), deaf.since(), sum(deaf.count(), other.count())));
    }
    if (this instanceof Unknown(var start, var _, var why)
        && next instanceof Unknown(var _, var end, var otherWhy)
        && why.equals(otherWhy)) {
      return Optional.of(new Unknown(start, end, why));
    }
    return Optional.empty();
  }

  /** Counts come from records, so their sum may not fit; then it stays at the largest number. */
  static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  private static void mustBeForward(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("stretch from " + from + " to " + to);
    }
  }

  private static void mustBeCount(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("count or time is " + value + ", must not be negative");
    }
  }
}
