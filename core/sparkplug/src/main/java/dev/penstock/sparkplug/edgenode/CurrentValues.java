package dev.penstock.sparkplug.edgenode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The last reading of each metric of a set, by its index. A change makes a new object that shares
 * all but the pages that changed, so that one value of ten thousand costs some hundred references.
 */
final class CurrentValues {
  private static final int PAGE = 64;

  private final @Nullable Reading[][] pages;

  private CurrentValues(@Nullable Reading[][] pages) {
    this.pages = pages;
  }

  static CurrentValues none(int count) {
    return new CurrentValues(new @Nullable Reading[(count + PAGE - 1) / PAGE][PAGE]);
  }

  Optional<Reading> at(int index) {
    return Optional.ofNullable(pages[index / PAGE][index % PAGE]);
  }

  CurrentValues with(Map<Integer, Reading> changes) {
    if (changes.isEmpty()) {
      return this;
    }
    @Nullable Reading[][] next = pages.clone();
    Set<Integer> own = new HashSet<>();
    for (Map.Entry<Integer, Reading> change : changes.entrySet()) {
      int page = change.getKey() / PAGE;
      if (own.add(page)) {
        next[page] = Arrays.copyOf(pages[page], PAGE);
      }
      next[page][change.getKey() % PAGE] = change.getValue();
    }
    return new CurrentValues(next);
  }
}
