package dev.penstock.conduit.compiled;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which rules are about which named objects: by the whole name, and by its beginning. */
final class NameTable {
  private final Map<String, int[]> exact = new HashMap<>();
  // By the hash of the beginning; of equal hashes the next free place has the other one.
  private final @Nullable String[] beginnings;
  private final int[][] beginningRules;
  private final int[] lengths;

  NameTable(Map<String, List<Integer>> names, Map<String, List<Integer>> prefixes, Budget budget) {
    names.forEach((name, rules) -> {
      exact.put(name, ints(rules));
      var _ = budget.spend(rules.size() + 4L);
    });
    int capacity = Math.max(2, Integer.highestOneBit(2 * prefixes.size() + 1) << 1);
    beginnings = new String[capacity];
    beginningRules = new int[capacity][];
    var _ = budget.spend(capacity);
    var known = new TreeSet<Integer>();
    prefixes.forEach((prefix, rules) -> {
      int at = place(prefix.hashCode());
      while (beginnings[at] != null) {
        at = (at + 1) & (capacity - 1);
      }
      beginnings[at] = prefix;
      beginningRules[at] = ints(rules);
      known.add(prefix.length());
      var _ = budget.spend(rules.size());
    });
    lengths = known.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] ints(List<Integer> rules) {
    return rules.stream().mapToInt(Integer::intValue).sorted().distinct().toArray();
  }

  private int place(int hash) {
    return (hash ^ (hash >>> 16)) & (beginnings.length - 1);
  }

  /** Hands out every list of rules about a name. */
  void find(String name, Lists into) {
    int[] rules = exact.get(name);
    if (rules != null) {
      into.add(rules);
    }
    // The hash of a beginning grows with it, as String makes it.
    int hash = 0;
    int hashed = 0;
    for (int length : lengths) {
      if (length > name.length()) {
        return;
      }
      while (hashed < length) {
        hash = 31 * hash + name.charAt(hashed++);
      }
      findBeginning(name, length, hash, into);
    }
  }

  private void findBeginning(String name, int length, int hash, Lists into) {
    int at = place(hash);
    String beginning = beginnings[at];
    while (beginning != null) {
      if (beginning.length() == length && name.startsWith(beginning)) {
        into.add(beginningRules[at]);
        return;
      }
      at = (at + 1) & (beginnings.length - 1);
      beginning = beginnings[at];
    }
  }

  /** How many rules are about the same name, at most. */
  int meetingMax() {
    int max = 0;
    var lists = new Lists();
    for (String name : exact.keySet()) {
      max = Math.max(max, meeting(name, lists));
    }
    for (String beginning : beginnings) {
      max = beginning == null ? max : Math.max(max, meeting(beginning, lists));
    }
    return max;
  }

  private int meeting(String name, Lists lists) {
    lists.clear();
    find(name, lists);
    int count = 0;
    for (int i = 0; i < lists.count(); i++) {
      count += lists.get(i).length;
    }
    return count;
  }
}
