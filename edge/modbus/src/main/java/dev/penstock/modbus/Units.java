package dev.penstock.modbus;

import dev.penstock.framesmodbus.Request;
import dev.penstock.framesmodbus.Table;
import dev.penstock.modbus.ModbusOptions.Pace;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which units answer. One that does not is asked less and less often, twice the limit for answers
 * after the first time and doubling from there on, so that one dead unit among thirty on a line
 * does not use up the time of the others. The same pause keeps an answer that comes late on a line,
 * where nothing numbers it, from being taken for that to the next request.
 */
final class Units {
  /** Doublings, so that the pause stays a number. */
  private static final int DOUBLINGS_MAX = 20;

  /** At most one for each number that a unit can have. */
  private final Map<Integer, Unit> units = new HashMap<>();

  private final LongSupplier nanoTime;
  private final Pace pace;

  Units(LongSupplier nanoTime, Pace pace) {
    this.nanoTime = nanoTime;
    this.pace = pace;
  }

  private static final class Unit {
    /** Times in a row that nothing useful came; 0 while it answers. */
    int failures;

    /** Whether not even a gateway answered for it. */
    boolean isSilent;

    long askAgainAt;
    long answeredAt;

    /** What it answered to last. */
    @Nullable Request answered;

    /** Until when each table is not asked for, by the function code that reads it. */
    final Map<Integer, Long> lackedUntil = new HashMap<>();
  }

  /** A unit that answers, and what it answered to. */
  record Witness(int unit, Request request) {}

  /** From now on the link is not dead before this one is silent, too. */
  void know(int unit) {
    Unit _ = of(unit);
  }

  int count() {
    return units.size();
  }

  private Unit of(int unit) {
    return units.computeIfAbsent(unit, _ -> new Unit());
  }

  /** Whether it did not answer the last time. */
  boolean isDoubtful(int unit) {
    return of(unit).failures > 0;
  }

  /** Whether it is to be asked now. */
  boolean isDue(int unit) {
    Unit it = of(unit);
    return it.failures == 0 || nanoTime.getAsLong() - it.askAgainAt >= 0;
  }

  void answered(int unit) {
    Unit it = of(unit);
    it.failures = 0;
    it.isSilent = false;
    it.answeredAt = nanoTime.getAsLong();
  }

  void answered(int unit, Request request) {
    answered(unit);
    of(unit).answered = request;
  }

  /** Nothing came. */
  void silent(int unit) {
    failed(unit, true);
  }

  /** A gateway says that it cannot be reached: the link is alive. */
  void unreachable(int unit) {
    failed(unit, false);
  }

  private void failed(int unit, boolean isSilent) {
    Unit it = of(unit);
    it.failures = Math.min(it.failures + 1, DOUBLINGS_MAX);
    it.isSilent = isSilent;
    long pauseNanos = pace.answerMax().toNanos() << it.failures;
    it.askAgainAt = nanoTime.getAsLong() + Math.min(pauseNanos, pace.silentMax().toNanos());
  }

  /**
   * Nobody is left who answers. That a gateway answered for a unit shows for a while that the link
   * is alive, and no longer where nobody asks for that unit any more: it was only tried out.
   */
  boolean areAllSilent() {
    long now = nanoTime.getAsLong();
    return units.values().stream().allMatch(each -> each.isSilent || isForgotten(each, now));
  }

  private boolean isForgotten(Unit unit, long now) {
    return unit.failures > 0 && now - unit.askAgainAt > pace.silentMax().toNanos();
  }

  /** The one that answered last, of those that do. */
  Optional<Witness> witness() {
    long now = nanoTime.getAsLong();
    Witness found = null;
    long leastAge = Long.MAX_VALUE;
    for (Map.Entry<Integer, Unit> each : units.entrySet()) {
      Request request = each.getValue().answered;
      long age = now - each.getValue().answeredAt;
      if (request != null && each.getValue().failures == 0 && age < leastAge) {
        found = new Witness(each.getKey(), request);
        leastAge = age;
      }
    }
    return Optional.ofNullable(found);
  }

  /** The unit says that it has no function to read this table. */
  void lacks(int unit, Table table) {
    long until = nanoTime.getAsLong() + pace.refusedAgain().toNanos();
    of(unit).lackedUntil.put(table.readFunction(), until);
  }

  boolean isLacking(int unit, Table table) {
    Long until = of(unit).lackedUntil.get(table.readFunction());
    return until != null && nanoTime.getAsLong() - until < 0;
  }
}
