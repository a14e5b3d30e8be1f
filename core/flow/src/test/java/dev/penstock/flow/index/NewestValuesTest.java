package dev.penstock.flow.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Allocation;
import dev.penstock.testkit.Seed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NewestValuesTest {
  private static Map<List<Long>, List<Long>> all(NewestValues values) {
    Map<List<Long>, List<Long>> found = new HashMap<>();
    for (int at = values.next(0); at >= 0; at = values.next(at + 1)) {
      List<Long> point = List.of(values.source(at), values.point(at));
      List<Long> place = List.of(values.seq(at), values.entry(at), (long) values.record(at));
      assertThat(found.put(point, place)).as("%s twice", point).isNull();
    }
    assertThat(found).hasSize(values.count());
    return found;
  }

  @Test
  void ofEachPointTheValueWithTheHighestSeqIsKeptAndOfTwoAlikeTheLater() {
    var values = new NewestValues();
    assertThat(all(values)).isEmpty();
    values.add(7, 1, 20, 100, 3);
    values.add(7, 1, 19, 101, 4);
    values.add(7, 2, 5, 101, 5);
    values.add(7, 2, 5, 102, 0);
    assertThat(all(values))
        .isEqualTo(
            Map.of(
                List.of(7L, 1L), List.of(20L, 100L, 3L), List.of(7L, 2L), List.of(5L, 102L, 0L)));
    values.clear();
    assertThat(all(values)).isEmpty();
  }

  @Test
  void itIsWhatAPlainMapHoldsAlsoWhenItIsUsedAgain() {
    var random = new SplittableRandom(Seed.value());
    var values = new NewestValues();
    for (int round = 0; round < 20; round++) {
      values.clear();
      Map<List<Long>, List<Long>> plain = new HashMap<>();
      int points = 1 + random.nextInt(2_000);
      for (int i = 0; i < 3_000; i++) {
        long source = random.nextInt(5) == 0 ? 0xffff_ffffL : random.nextInt(20);
        long point = random.nextInt(points);
        long seq = random.nextInt(50);
        values.add(source, point, seq, i, i % 4_096);
        List<Long> found = List.of(seq, (long) i, (long) i % 4_096);
        var _ =
            plain.merge(
                List.of(source, point), found, (a, b) -> b.getFirst() >= a.getFirst() ? b : a);
      }
      assertThat(all(values)).as(Seed.describe()).isEqualTo(plain);
    }
  }

  @Test
  void aValueTakesNoObject() {
    var values = new NewestValues();
    long bytes =
        Allocation.leastBytesOf(
            5,
            () -> {
              values.clear();
              for (int i = 0; i < 10_000; i++) {
                values.add(1, i, i, 5, i);
              }
            });
    assertThat(values.count()).isEqualTo(10_000);
    assertThat(bytes).isLessThan(10_000);
  }
}
