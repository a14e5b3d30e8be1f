package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Decision;
import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Request;
import dev.penstock.conduit.Target;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.compiled.CompiledPolicy;
import dev.penstock.conduit.compiled.Judge;
import dev.penstock.conduit.compiled.Rates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks two policies the same requests, in the order of their times, and keeps where they differ.
 * Both begin with full rates and count them as they go. Nothing passes by it.
 */
public final class DryRun {
  /** Groups that are kept; more than anybody reads. */
  public static final int CHANGES_MAX = 1_000;

  /** Requests that are shown of each. */
  public static final int EXAMPLES_MAX = 3;

  private static final int EXAMPLE_CHARS_MAX = 200;

  private final Judge before;
  private final Judge after;
  private final Rates ratesBefore = Rates.full();
  private final Rates ratesAfter = Rates.full();
  private final Map<Key, Group> groups = new LinkedHashMap<>();
  private long looked;
  private long nowDenied;
  private long nowPassing;
  private long nowPaired;
  private long nowSingle;
  private long leftOut;

  private record Key(Decision before, Decision after, Operation operation, String objectClass) {}

  private static final class Group {
    private final List<Change.Example> examples = new ArrayList<>();
    private long count;
    private long from = Long.MAX_VALUE;
    private long to;

    Change change(Key key) {
      return new Change(
          key.before, key.after, key.operation, key.objectClass, count, from, to, examples);
    }
  }

  /** Between the policy in force and the one that is thought of. */
  public DryRun(CompiledPolicy before, CompiledPolicy after) {
    this.before = before.judge(ratesBefore);
    this.after = after.judge(ratesAfter);
  }

  /**
   * Asks a request that came so often.
   *
   * @param count above 1 for a record that stands for many like this, all at its time
   */
  public void ask(Request request, long count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 1");
    }
    long left = count;
    while (left > 0) {
      long takenBefore = ratesBefore.takenCount() + ratesAfter.takenCount();
      Decision was = before.decide(request);
      Decision is = after.decide(request);
      // Where no rate was touched, the next one is answered as this one. So the loop ends soon.
      boolean isTaken = ratesBefore.takenCount() + ratesAfter.takenCount() != takenBefore;
      long times = isTaken ? 1 : left;
      note(request, was, is, times);
      left -= times;
    }
  }

  private void note(Request request, Decision was, Decision is, long times) {
    looked += times;
    if (was.verdict() == is.verdict()) {
      return;
    }
    if (is.verdict() == Verdict.DENY) {
      nowDenied += times;
    } else if (was.verdict() == Verdict.DENY) {
      nowPassing += times;
    } else if (is.verdict() == Verdict.NEEDS_TWO_PEOPLE) {
      nowPaired += times;
    } else {
      nowSingle += times;
    }
    var key = new Key(was, is, request.operation(), objectClass(request));
    Group group = groups.get(key);
    if (group == null && groups.size() >= CHANGES_MAX) {
      leftOut += times;
      return;
    }
    if (group == null) {
      group = new Group();
      groups.put(key, group);
    }
    group.count += times;
    group.from = Math.min(group.from, request.at());
    group.to = Math.max(group.to, request.at());
    if (group.examples.size() < EXAMPLES_MAX) {
      group.examples.add(
          new Change.Example(
              request.at(),
              request.identity(),
              request.peer(),
              request.objectsText(EXAMPLE_CHARS_MAX)));
    }
  }

  private static String objectClass(Request request) {
    return switch (request.parts().getFirst().target()) {
      case Target.Device _ -> "device";
      case Target.Numbers numbers -> numbers.space();
      case Target.Name _ -> "name";
    };
  }

  /** What was found so far. */
  public Outcome outcome() {
    List<Change> changes =
        groups.entrySet().stream()
            .map(entry -> entry.getValue().change(entry.getKey()))
            .sorted(
                Comparator.<Change, Verdict>comparing(change -> change.after().verdict())
                    .thenComparingLong(Change::count)
                    .reversed())
            .toList();
    return new Outcome(looked, nowDenied, nowPassing, nowPaired, nowSingle, changes, leftOut);
  }
}
