package dev.penstock.conduit.dryrun;

import dev.penstock.conduit.Operation;
import dev.penstock.conduit.Verdict;
import dev.penstock.conduit.dryrun.Change.Certainty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is answered differently, in groups of which there are only so many. */
final class Groups {
  /** Groups that are kept; more than anybody reads. */
  static final int CHANGES_MAX = 500;

  /** Records that are shown of each. */
  static final int EXAMPLES_MAX = 3;

  private final Map<Key, Group> groups = new LinkedHashMap<>();

  record Key(
      Certainty certainty,
      String from,
      String to,
      String protocol,
      Optional<String> identity,
      Operation operation,
      String objectClass,
      Answer before,
      Answer after) {}

  private static final class Group {
    private final List<Change.Example> examples = new ArrayList<>();
    private Bounds bounds;
    private long count;
    private long first = Long.MAX_VALUE;
    private long last;

    Group(Bounds bounds) {
      this.bounds = bounds;
    }

    Change change(Key key) {
      return new Change(
          key.certainty,
          key.from,
          key.to,
          key.protocol,
          key.identity,
          key.operation,
          bounds,
          key.before,
          key.after,
          count,
          first,
          last,
          examples);
    }
  }

  /** False where there is no room for another group. */
  boolean add(Key key, Bounds bounds, long first, long last, Change.Example example) {
    Group group = groups.get(key);
    if (group == null && groups.size() >= CHANGES_MAX) {
      return false;
    }
    if (group == null) {
      group = new Group(bounds);
      groups.put(key, group);
    }
    group.bounds = group.bounds.and(bounds);
    group.count += example.count();
    group.first = Math.min(group.first, first);
    group.last = Math.max(group.last, last);
    if (group.examples.size() < EXAMPLES_MAX) {
      group.examples.add(example);
    }
    return true;
  }

  /** What is denied now first, what is sure before what is not, in it the largest first. */
  List<Change> changes() {
    return groups.entrySet().stream()
        .map(entry -> entry.getValue().change(entry.getKey()))
        .sorted(
            Comparator.comparing((Change change) -> change.after().strictest() != Verdict.DENY)
                .thenComparing(Change::certainty)
                .thenComparing(Comparator.comparingLong(Change::count).reversed()))
        .toList();
  }
}
