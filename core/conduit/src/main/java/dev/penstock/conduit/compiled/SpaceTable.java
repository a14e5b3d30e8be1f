package dev.penstock.conduit.compiled;

import dev.penstock.conduit.Scope;
import java.util.Arrays;
import java.util.List;

/** Which rules are about which numbers in which units of one space. */
final class SpaceTable {
  /** Some numbers of some units, and the rule that names them. */
  record Area(Scope.Numbers numbers, int rule) {}

  /** Rules by strips of numbers. */
  static final class Numbers {
    private static final int[] NOTHING = {};
    private final Strips strips;
    private final int[][] rules;

    private Numbers(Strips strips, int[][] rules) {
      this.strips = strips;
      this.rules = rules;
    }

    int strip(long number) {
      return strips.strip(number);
    }

    /** Rules about the numbers of a strip, the first first. */
    int[] rules(int strip) {
      return strip < 0 ? NOTHING : rules[strip];
    }

    long last(int strip) {
      return strips.last(strip);
    }
  }

  private static final Numbers NONE =
      new Numbers(Strips.of(new long[0], new long[0], new Budget()), new int[0][]);

  private final Strips units;
  private final Numbers[] byStrip;
  private int meetingMax;

  SpaceTable(List<Area> areas, Budget budget) {
    units =
        Strips.of(
            areas.stream().mapToLong(area -> area.numbers().units().first()).toArray(),
            areas.stream().mapToLong(area -> area.numbers().units().last()).toArray(),
            budget);
    byStrip = new Numbers[units.count()];
    for (int strip = 0; strip < byStrip.length; strip++) {
      int[] open = units.ranges(strip);
      byStrip[strip] =
          open.length == 0 || budget.isSpent()
              ? NONE
              : numbers(Arrays.stream(open).mapToObj(areas::get).toList(), budget);
    }
  }

  private Numbers numbers(List<Area> areas, Budget budget) {
    Strips strips =
        Strips.of(
            areas.stream().mapToLong(area -> area.numbers().numbers().first()).toArray(),
            areas.stream().mapToLong(area -> area.numbers().numbers().last()).toArray(),
            budget);
    int[][] rules = new int[strips.count()][];
    for (int strip = 0; strip < rules.length; strip++) {
      int[] open = strips.ranges(strip);
      // A rule may name a number twice.
      rules[strip] =
          Arrays.stream(open).map(area -> areas.get(area).rule()).sorted().distinct().toArray();
      meetingMax = Math.max(meetingMax, rules[strip].length);
    }
    return new Numbers(strips, rules);
  }

  /** The rules about a unit. */
  Numbers unit(long unit) {
    int strip = units.strip(unit);
    return strip < 0 ? NONE : byStrip[strip];
  }

  /** The rules about a unit in a space that no rule names. */
  static Numbers nothing() {
    return NONE;
  }

  /** How many rules are about the same number, at most. */
  int meetingMax() {
    return meetingMax;
  }
}
