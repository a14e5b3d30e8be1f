package dev.penstock.driving.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one device is to be asked for next. One thread, and one group at a time.
 *
 * <p>A group is due at the times of its own grid: its phase, and every period after it. What was
 * missed is counted and never made up for: a reading that took longer than its period is followed
 * by the next one that is due then, not by all that were due meanwhile. Of several that are due,
 * the one goes first that has waited longest, so that no group keeps another one from its turn.
 */
public final class Schedule {
  public static final int GROUPS_MAX = 64;

  /** People wait for the first value of a point, whatever its period is. */
  private static final long FIRST_WITHIN_NANOS = 2_000_000_000L;

  private final List<Turn> turns;

  /** A group and where it stands. */
  private static final class Turn {
    private final RateGroup group;
    private final long period;
    private final long phase;
    private final long firstWithin;
    private long due = Long.MAX_VALUE;
    private long endedNanos;
    private long startedNanos;
    private boolean isRunning;
    private long readings;
    private long overruns;
    private long took;
    private long tookMost;

    private Turn(String device, RateGroup group) {
      this.group = group;
      this.period = group.period().toNanos();
      this.phase = Phases.of(device, group.name(), period);
      this.firstWithin = Phases.of(device, group.name(), Math.min(period, FIRST_WITHIN_NANOS));
    }

    /** The first time of the grid that is not before this one. */
    private long gridFrom(long nanos) {
      return nanos + Math.floorMod(phase - nanos, period);
    }
  }

  /**
   * A schedule of these groups, none of which is due before {@link #restart}.
   *
   * @param device its name; phases are drawn from it
   */
  public Schedule(String device, List<RateGroup> groups) {
    if (groups.size() > GROUPS_MAX) {
      throw new IllegalArgumentException(groups.size() + " groups, at most " + GROUPS_MAX);
    }
    Set<String> names = new HashSet<>();
    List<Turn> made = new ArrayList<>();
    for (RateGroup group : groups) {
      if (!names.add(group.name())) {
        throw new IllegalArgumentException("group " + group.name() + " stands there twice");
      }
      made.add(new Turn(device, group));
    }
    this.turns = List.copyOf(made);
  }

  /** There is a link again: every group is due soon, and after that by its grid as ever. */
  public void restart(long nowNanos) {
    for (Turn turn : turns) {
      turn.isRunning = false;
      turn.due = Math.min(nowNanos + turn.firstWithin, turn.gridFrom(nowNanos));
      turn.endedNanos = nowNanos;
    }
  }

  /** When the next group is due; {@link Long#MAX_VALUE} where there is none. */
  public long nextNanos() {
    long next = Long.MAX_VALUE;
    for (Turn turn : turns) {
      next = Math.min(next, turn.due);
    }
    return next;
  }

  /** The group that is to be read now. It is followed by {@link #ended}, or by a restart. */
  public OptionalInt begin(long nowNanos) {
    int chosen = -1;
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).due <= nowNanos
          && (chosen < 0 || goesBefore(turns.get(i), turns.get(chosen)))) {
        chosen = i;
      }
    }
    if (chosen < 0) {
      return OptionalInt.empty();
    }
    Turn turn = turns.get(chosen);
    turn.isRunning = true;
    turn.startedNanos = nowNanos;
    return OptionalInt.of(chosen);
  }

  private static boolean goesBefore(Turn one, Turn other) {
    return one.due != other.due ? one.due < other.due : one.endedNanos < other.endedNanos;
  }

  /** A group was read to its end; gives how many readings of it were missed meanwhile. */
  public long ended(int group, long nowNanos) {
    Turn turn = turns.get(group);
    if (!turn.isRunning) {
      throw new IllegalStateException("group " + turn.group.name() + " was not begun");
    }
    turn.isRunning = false;
    turn.readings++;
    turn.took = nowNanos - turn.startedNanos;
    turn.tookMost = Math.max(turn.tookMost, turn.took);
    turn.endedNanos = nowNanos;
    long following = turn.gridFrom(turn.due + 1);
    turn.due = Math.max(following, turn.gridFrom(nowNanos));
    long missed = (turn.due - following) / turn.period;
    turn.overruns += missed;
    return missed;
  }

  /** What became of each group, in the order in which they were given. */
  public List<GroupFigures> figures() {
    List<GroupFigures> figures = new ArrayList<>(turns.size());
    for (Turn turn : turns) {
      figures.add(
          new GroupFigures(turn.group, turn.readings, turn.overruns, turn.took, turn.tookMost));
    }
    return figures;
  }
}
