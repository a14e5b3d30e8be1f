package dev.penstock.pump;

import dev.penstock.driving.ReadPlan;
import java.util.Arrays;
import java.util.List;

/** What of a group a session reads: a plan, and the places of its points in the line. */
final class GroupPlan {
  private final ReadPlan plan;
  private final int[] points;

  /** By point of the plan: in which reading it was told last. */
  private final int[] toldIn;

  private int reading;
  private int toldCount;

  GroupPlan(ReadPlan plan, List<Integer> points) {
    this.plan = plan;
    this.points = points.stream().mapToInt(Integer::intValue).toArray();
    this.toldIn = new int[this.points.length];
  }

  ReadPlan plan() {
    return plan;
  }

  boolean isEmpty() {
    return points.length == 0;
  }

  /** The place in the line of a point of the plan. */
  int point(int index) {
    return points[index];
  }

  void begin() {
    reading++;
    toldCount = 0;
  }

  /** Whether a point is told for the first time in this reading. */
  boolean isNew(int index) {
    if (toldIn[index] == reading) {
      return false;
    }
    toldIn[index] = reading;
    toldCount++;
    return true;
  }

  /** The points of the line that a driver left out, which by its contract it never does. */
  int[] leftOut() {
    if (toldCount == points.length) {
      return new int[0];
    }
    int[] left = new int[points.length - toldCount];
    int count = 0;
    for (int i = 0; i < points.length; i++) {
      if (toldIn[i] != reading) {
        left[count] = points[i];
        count++;
      }
    }
    return Arrays.copyOf(left, count);
  }
}
