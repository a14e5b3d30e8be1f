package dev.penstock.pump;

import dev.penstock.evidence.record.Access;
import dev.penstock.evidence.record.Details;
import dev.penstock.evidence.record.SampleValue;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many access records were let go that nobody has stated yet: in all, of each action, and since
 * when. One thread at a time.
 */
final class LetGo {
  /** More actions than this node has; what a record holds is bounded all the same. */
  static final int ACTIONS_MAX = 48;

  private static final String OTHERS = "others";

  private final Map<String, Long> byAction = new HashMap<>();
  private long count;
  private Instant since = Instant.MAX;

  void add(Item item, Instant at) {
    add(item.action(), 1, at);
  }

  private void add(String action, long many, Instant at) {
    boolean isKnown = byAction.containsKey(action) || byAction.size() < ACTIONS_MAX;
    Long _ = byAction.merge(isKnown ? action : OTHERS, many, Long::sum);
    count += many;
    since = at.isBefore(since) ? at : since;
  }

  /** Those of another count. */
  void add(LetGo more) {
    more.byAction.forEach((action, many) -> add(action, many, more.since));
  }

  long count() {
    return count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** It is durable that these were let go. */
  void stated() {
    byAction.clear();
    count = 0;
    since = Instant.MAX;
  }

  /** What could not be written down, so that it was refused or is not told. */
  Access statement() {
    Map<String, SampleValue> values = new TreeMap<>();
    byAction.forEach((action, many) -> {
      var _ = values.put(action, SampleValue.of(many));
    });
    var _ = values.put("count", SampleValue.of(count));
    var _ = values.put("since", SampleValue.of(since.toString()));
    return new Access(
        null, "audit", "access records", Access.Outcome.FAILED, null, null, new Details(values));
  }
}
