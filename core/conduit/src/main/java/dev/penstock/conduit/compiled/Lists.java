package dev.penstock.conduit.compiled;

import java.util.Arrays;

/** Lists of rules that were found for an object; kept and filled again. */
final class Lists {
  private int[][] lists = new int[16][];
  private int count;

  void clear() {
    count = 0;
  }

  void add(int[] rules) {
    if (rules.length > 0) {
      if (count == lists.length) {
        lists = Arrays.copyOf(lists, 2 * count);
      }
      lists[count++] = rules;
    }
  }

  int count() {
    return count;
  }

  int[] get(int index) {
    return lists[index];
  }

  /** Forgets all but the first ones. */
  void cut(int kept) {
    count = kept;
  }
}
