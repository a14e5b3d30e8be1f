package dev.penstock.framesmodbus.plan;

import java.util.Arrays;

/** Some points of a plan, by their index in the list it was made of, by ascending address. */
public final class PointRun {
  private final int[] order;
  private final int from;
  private final int to;

  PointRun(int[] order, int from, int to) {
    this.order = order;
    this.from = from;
    this.to = to;
  }

  /** How many there are. */
  public int count() {
    return to - from;
  }

  /** Which point of the plan's list. */
  public int at(int index) {
    if (index < 0 || index >= count()) {
      throw new IllegalArgumentException("point " + index + " of " + count());
    }
    return order[from + index];
  }

  /** Some of them. */
  PointRun slice(int first, int end) {
    return new PointRun(order, from + first, from + end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PointRun that
        && Arrays.equals(order, from, to, that.order, that.from, that.to);
  }

  @Override
  public int hashCode() {
    int hash = count();
    for (int i = from; i < to; i++) {
      hash = 31 * hash + order[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOfRange(order, from, to));
  }
}
