package dev.penstock.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NumberSetTest {
  @Test
  void copiesAndStrangersAreCountedApart() {
    var set = new NumberSet();
    for (long number : new long[] {0, 1, 1, 5, 1, -1, NumberSet.NUMBERS_MAX}) {
      set.add(number);
    }
    set.addStranger();
    assertThat(set.count()).isEqualTo(3);
    assertThat(set.copies()).isEqualTo(2);
    assertThat(set.strangers()).isEqualTo(3);
    assertThat(set.end()).isEqualTo(6);
    assertThat(set.has(5)).isTrue();
    assertThat(set.has(4)).isFalse();
    assertThat(set.has(-1)).isFalse();
  }

  @Test
  void whatIsHereAndNotThereIsFoundAsByPlainSets() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 100; story++) {
      var here = new NumberSet();
      var there = new NumberSet();
      Set<Long> left = new HashSet<>();
      for (long number = 0; number < 300; number++) {
        boolean isHere = random.nextInt(4) != 0;
        boolean isThere = random.nextInt(4) != 0;
        if (isHere) {
          here.add(number);
        }
        if (isThere) {
          there.add(number);
        }
        if (isHere && !isThere) {
          left.add(number);
        }
      }
      List<Long> found = new ArrayList<>();
      for (long at = here.nextMissingIn(there, 0);
          at >= 0;
          at = here.nextMissingIn(there, at + 1)) {
        found.add(at);
      }
      assertThat(found).as(Seed.describe()).isSorted().containsExactlyInAnyOrderElementsOf(left);
    }
  }

  @Test
  void aPrefixEndsAtTheFirstHoleWhateverTheOrder() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 100; story++) {
      var prefix = new Prefix();
      Set<Long> came = new HashSet<>();
      for (int i = 0; i < 200; i++) {
        long number = Math.max(0, i - 10 + random.nextLong(20));
        prefix.add(number);
        came.add(number);
        long end = 0;
        while (came.contains(end)) {
          end++;
        }
        assertThat(prefix.end()).as(Seed.describe()).isEqualTo(end);
      }
    }
  }
}
