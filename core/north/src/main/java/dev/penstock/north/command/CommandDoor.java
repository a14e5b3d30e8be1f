package dev.penstock.north.command;

import java.util.Optional;

/**
 * How many messages of one destination are read as commands, and how many of these may be under
 * way. What is beyond is refused before anybody looks at it: a flood of one destination takes no
 * place from people, who give commands at the same desk. Any thread.
 */
public final class CommandDoor {
  /** A quarter of what the desk has room for. */
  public static final int UNDER_WAY_MAX = 16;

  /** So many messages are read in a second, over a while. */
  public static final int PER_SECOND = 5;

  /** And so many at once. */
  public static final int AT_ONCE = 20;

  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long EACH_NANOS = SECOND_NANOS / PER_SECOND;

  /** Up to when room is taken by what came, in nanoseconds of a clock that is never set. */
  private long takenUntil;

  private boolean isUsed;
  private int underWay;
  private long taken;
  private long refused;

  /**
   * What went through so far.
   *
   * @param taken given to the desk, whatever it said
   * @param refused before it got there
   */
  public record Counts(int underWay, long taken, long refused) {}

  /**
   * A message comes; empty where it may be read.
   *
   * @param nanos of a clock that is never set
   */
  public synchronized Optional<Refusal> come(long nanos) {
    if (!isUsed || nanos - takenUntil > 0) {
      takenUntil = nanos;
      isUsed = true;
    }
    if (takenUntil - nanos > (AT_ONCE - 1) * EACH_NANOS) {
      refused++;
      return Optional.of(Refusal.TOO_MANY);
    }
    takenUntil += EACH_NANOS;
    return Optional.empty();
  }

  /** It is a command; empty where it may go on, and then it must {@link #leave}. */
  public synchronized Optional<Refusal> enter() {
    if (underWay >= UNDER_WAY_MAX) {
      refused++;
      return Optional.of(Refusal.BUSY);
    }
    underWay++;
    taken++;
    return Optional.empty();
  }

  /** One that came in is done with. */
  public synchronized void leave() {
    if (underWay == 0) {
      throw new IllegalStateException("more commands left than came");
    }
    underWay--;
  }

  /** One was refused for another reason than how many there are. */
  public synchronized void refuse() {
    refused++;
  }

  public synchronized Counts counts() {
    return new Counts(underWay, taken, refused);
  }
}
