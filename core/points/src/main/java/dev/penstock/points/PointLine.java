package dev.penstock.points;

import dev.penstock.evidence.record.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way of one device's values, from what it holds to what is told: scaled, held against the last
 * that was told, and made into derived points. One thread.
 *
 * <p>Raw values come in one by one; {@link #settle} ends a reading, and only then are points
 * derived from what came, each once: a sum is never told of one new part and one old. What is told
 * last of each point is remembered, and what points have now that others are derived from; nothing
 * else is.
 *
 * <p>Silence is measured in times of receipt. A device's own times go through as they come and
 * decide nothing, for no clock of a device is trusted with what is told.
 */
public final class PointLine {
  private static final Scalar NOTHING = new Scalar.None();

  private final List<String> names;
  private final List<PointRule> rules;
  private final int read;
  private final Formula[] formulas;

  /** By point: the derived points that are made of it, by their place among the formulas. */
  private final int[] @Nullable [] usedBy;

  /** By point: the last that was told. */
  private final @Nullable Measured[] told;

  /** By point that something is derived from: what it has now. */
  private final @Nullable Measured[] current;

  /** Points that have no value for a reason of ours, whatever becomes of the link. */
  private final BitSet withheld = new BitSet();

  /** Formulas whose parts changed in this reading. */
  private final BitSet touched = new BitSet();

  /** A derived point, and the places of what it is made of. */
  private static final class Formula {
    private final int point;
    private final Expression expression;
    private final int[] parts;

    private Formula(int point, Expression expression, int[] parts) {
      this.point = point;
      this.expression = expression;
      this.parts = parts;
    }
  }

  /**
   * A line that has told nothing yet.
   *
   * @param points those that are read, by name, in the order in which values are given
   * @param derivations points that are made of these; their places follow
   * @param derivedRules of each of them; {@link PointRule#ALL} where there is none
   */
  public PointLine(
      List<NamedPoint> points, Derivations derivations, Map<String, Deadband> derivedRules) {
    List<String> allNames = new ArrayList<>();
    List<PointRule> allRules = new ArrayList<>();
    Map<String, Integer> places = HashMap.newHashMap(points.size());
    for (NamedPoint point : points) {
      add(point.name(), point.rule(), allNames, allRules, places);
    }
    for (Derivations.Derived derived : derivations.all()) {
      Deadband deadband = derivedRules.getOrDefault(derived.point(), Deadband.NONE);
      PointRule rule = new PointRule(PointRule.ALL.scaling(), deadband);
      add(derived.point(), rule, allNames, allRules, places);
    }
    this.names = List.copyOf(allNames);
    this.rules = List.copyOf(allRules);
    this.read = points.size();
    this.told = new @Nullable Measured[names.size()];
    this.current = new @Nullable Measured[derivations.all().isEmpty() ? 0 : names.size()];
    this.formulas = new Formula[derivations.all().size()];
    this.usedBy = new int[current.length][];
    for (int i = 0; i < formulas.length; i++) {
      formulas[i] = formula(i, derivations.all().get(i), places);
    }
  }

  /** A point that is read, and how it is told. */
  public record NamedPoint(String name, PointRule rule) {
    public NamedPoint {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(rule, "rule");
    }
  }

  private static void add(
      String name,
      PointRule rule,
      List<String> names,
      List<PointRule> rules,
      Map<String, Integer> places) {
    if (places.put(name, names.size()) != null) {
      throw new IllegalArgumentException("point " + name + " stands there twice");
    }
    names.add(name);
    rules.add(rule);
  }

  private Formula formula(int index, Derivations.Derived derived, Map<String, Integer> places) {
    List<String> inputs = derived.expression().points();
    int[] parts = new int[inputs.size()];
    for (int i = 0; i < parts.length; i++) {
      Integer place = places.get(inputs.get(i));
      if (place == null) {
        throw new IllegalArgumentException(
            derived.point()
                + " is made of "
                + inputs.get(i)
                + ", which is no point of this device");
      }
      parts[i] = place;
      int[] users = usedBy[place];
      int[] more = users == null ? new int[1] : Arrays.copyOf(users, users.length + 1);
      more[more.length - 1] = index;
      usedBy[place] = more;
    }
    touched.set(index);
    return new Formula(read + index, derived.expression(), parts);
  }

  /** All names: of the points that are read, then of those that are derived. */
  public List<String> names() {
    return names;
  }

  /** How many are read; the first ones of {@link #names}. */
  public int readCount() {
    return read;
  }

  /**
   * A point was read.
   *
   * @param quality an OPC UA status code
   * @param sourceTimeNanos as the device says, or {@link Telling#NO_TIME}
   */
  public void raw(
      int point,
      Scalar value,
      int quality,
      long sourceTimeNanos,
      long receivedTimeNanos,
      Telling to) {
    Objects.checkIndex(point, read);
    withheld.clear(point);
    var measured = new Measured(value, quality, receivedTimeNanos);
    PointRule rule = rules.get(point);
    if (rule.scaling().isPresent()) {
      measured = rule.scaling().get().apply(measured);
    }
    became(point, measured, sourceTimeNanos, to);
  }

  /**
   * A point has no value, for a reason that is ours: told once, and again only after it had one.
   *
   * @param quality an OPC UA status code that says why
   */
  public void withhold(int point, int quality, long nowNanos, Telling to) {
    Objects.checkIndex(point, read);
    withheld.set(point);
    Measured last = told[point];
    if (last == null || last.quality() != quality) {
      set(point, Measured.bad(quality, nowNanos), Telling.NO_TIME, to);
    }
  }

  /**
   * The link went down. Each point of which something was told is told once that it has no value
   * now; what is withheld stays as it is.
   */
  public void linkDown(long nowNanos, Telling to) {
    var gone = Measured.bad(Quality.NO_COMMUNICATION, nowNanos);
    for (int point = 0; point < read; point++) {
      Measured last = told[point];
      boolean isToTell =
          last != null && last.quality() != Quality.NO_COMMUNICATION && !withheld.get(point);
      if (isToTell) {
        set(point, gone, Telling.NO_TIME, to);
      }
    }
    settle(nowNanos, to);
  }

  /** A reading ends: what is derived from the points that came is told now. */
  public void settle(long nowNanos, Telling to) {
    // In their order each comes after those it is made of, so this ends.
    for (int i = touched.nextSetBit(0); i >= 0; i = touched.nextSetBit(i + 1)) {
      touched.clear(i);
      Formula formula = formulas[i];
      List<Measured> values = new ArrayList<>(formula.parts.length);
      boolean isAnyKnown = formula.parts.length == 0;
      for (int part : formula.parts) {
        Measured value = current[part];
        isAnyKnown |= value != null;
        values.add(value == null ? Measured.bad(Quality.WAITING, nowNanos) : value);
      }
      if (isAnyKnown) {
        Measured made = formula.expression.evaluate(values, nowNanos);
        // It is received when it is made: what it is made of may be older than the last it told.
        var derived = new Measured(made.value(), made.quality(), nowNanos);
        became(formula.point, derived, Telling.NO_TIME, to);
      }
    }
  }

  private void became(int point, Measured now, long sourceTimeNanos, Telling to) {
    if (rules.get(point).deadband().tells(told[point], now)) {
      set(point, now, sourceTimeNanos, to);
    } else {
      keep(point, now);
    }
  }

  private void set(int point, Measured now, long sourceTimeNanos, Telling to) {
    told[point] = now;
    keep(point, now);
    to.told(point, now, sourceTimeNanos);
  }

  /** Also what is not told is what others are made of. */
  private void keep(int point, Measured now) {
    if (point >= current.length) {
      return;
    }
    int[] users = usedBy[point];
    if (users != null) {
      current[point] = now;
      for (int user : users) {
        touched.set(user);
      }
    }
  }

  /** How many points have a value now that is not bad. */
  public int usableCount() {
    int count = 0;
    for (Measured last : told) {
      if (last != null && !Quality.isBad(last.quality())) {
        count++;
      }
    }
    return count;
  }

  /** The last that was told of a point; with quality {@link Quality#WAITING} before. */
  public Measured lastTold(int point) {
    Measured last = told[point];
    return last == null ? new Measured(NOTHING, Quality.WAITING, 0) : last;
  }
}
