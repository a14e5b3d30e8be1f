package dev.penstock.flow.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PointSetTest {
  private static final long MAX = 0xffff_ffffL;

  private record Pair(long source, long point) {}

  @Test
  void aSetHoldsWhatWasAddedAndNothingElse() {
    Property.forAll(Gen.seeds())
        .cases(200, 2_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          Set<Pair> model = new HashSet<>();
          var builder = new PointSet.Builder();
          int sources = 1 + random.nextInt(12);
          int count = random.nextInt(300);
          for (int i = 0; i < count; i++) {
            var pair = new Pair(random.nextInt(sources), random.nextInt(1 + random.nextInt(9)));
            model.add(pair);
            builder.add(pair.source(), pair.point());
          }
          byte[] set = builder.build();
          var points = new PointSet();
          for (long source = 0; source <= sources; source++) {
            long of = source;
            assertThat(points.holds(set, source))
                .isEqualTo(model.stream().anyMatch(pair -> pair.source() == of));
            for (long point = 0; point < 10; point++) {
              assertThat(points.holds(set, source, point))
                  .isEqualTo(model.contains(new Pair(source, point)));
            }
          }
          builder.addAll(set);
          assertThat(builder.build()).as("its own union").isEqualTo(set);
        });
  }

  @Test
  void theWidestNumbersHaveTheirPlace() {
    var builder = new PointSet.Builder();
    builder.add(MAX, MAX);
    builder.add(0, MAX);
    builder.add(MAX, 0);
    byte[] set = builder.build();
    var points = new PointSet();
    assertThat(points.holds(set, MAX, MAX)).isTrue();
    assertThat(points.holds(set, 0, MAX)).isTrue();
    assertThat(points.holds(set, MAX, 0)).isTrue();
    assertThat(points.holds(set, 0, 0)).isFalse();
    assertThat(points.holds(set, MAX - 1)).isFalse();
  }

  /** A thousand sources with the same points cost a few bytes: docs/formats/index.md. */
  @Test
  void neighboursWithTheSamePointsAreOneRun() {
    var builder = new PointSet.Builder();
    for (int source = 1; source <= 1_000; source++) {
      builder.add(source, 0);
      builder.add(source, 1);
    }
    assertThat(builder.build()).hasSizeLessThan(10);
  }

  @Test
  void whatCannotBeToldHoldsEverything() {
    var points = new PointSet();
    assertThat(points.holds(PointSet.any(), 7)).isTrue();
    assertThat(points.holds(PointSet.any(), 7, 9)).isTrue();
    var builder = new PointSet.Builder();
    builder.add(1, 1);
    builder.addAll(PointSet.any());
    assertThat(builder.build()).isEqualTo(PointSet.any());
    assertThat(points.holds(new PointSet.Builder().build(), 7)).isFalse();
  }
}
