package dev.penstock.flow.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.flow.journal.Pending.Stretch;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a reader has not dealt with, against a set of all positions. */
class PendingTest {
  private static final int END = 2_000;

  @Test
  void whatIsSettledInOrderLeavesOnlyAPosition() {
    Pending pending = Pending.from(3).without(3, 10).without(10, 12);
    assertThat(pending).isEqualTo(Pending.from(12));
    assertThat(pending.first()).isEqualTo(12);
    assertThat(pending.countBefore(20)).isEqualTo(8);
    assertThat(pending.countBefore(5)).isZero();
  }

  @Test
  void whatIsSettledAheadLeavesAStretchBehind() {
    Pending pending = Pending.from(10).without(50, 60);
    assertThat(pending).isEqualTo(new Pending(List.of(new Stretch(10, 50)), 60));
    assertThat(pending.within(0, 55)).containsExactly(new Stretch(10, 50));
    assertThat(pending.within(40, 70)).containsExactly(new Stretch(40, 50), new Stretch(60, 70));
    assertThat(pending.without(20, 30).behind())
        .containsExactly(new Stretch(10, 20), new Stretch(30, 50));
    assertThat(pending.without(0, 50)).isEqualTo(Pending.from(60));
  }

  @Test
  void nothingSettledChangesNothing() {
    Pending pending = Pending.from(10).without(50, 60);
    assertThat(pending.without(20, 20)).isEqualTo(pending);
    assertThat(pending.without(0, 10)).isEqualTo(pending);
    assertThat(pending.without(50, 60)).isEqualTo(pending);
  }

  @Test
  void aSetOfPositionsSaysTheSame() {
    Property.forAll(Gen.seeds())
        .cases(200, 20_000)
        .holds(seed -> {
          var random = new Random(seed);
          Pending pending = Pending.from(random.nextInt(100));
          var model = new BitSet();
          model.set((int) pending.from(), END);
          for (int i = 0; i < 60; i++) {
            int from = random.nextInt(END);
            int below = Math.min(END, from + random.nextInt(120));
            pending = pending.without(from, below);
            model.clear(from, below);
            assertThat(positions(pending, END)).isEqualTo(model);
            assertThat(pending.countBefore(END)).isEqualTo(model.cardinality());
            assertThat(pending.first()).isEqualTo(model.isEmpty() ? END : model.nextSetBit(0));
          }
        });
  }

  private static BitSet positions(Pending pending, int end) {
    var set = new BitSet();
    pending.within(0, end).forEach(one -> set.set((int) one.from(), (int) one.below()));
    return set;
  }

  @Test
  void beyondItsBoundWhatWasSettledIsPendingAgainAndNothingElse() {
    Pending pending = Pending.from(0);
    for (int i = 0; i < Pending.STRETCHES_MAX; i++) {
      // The piece behind position 300 is the smallest that was settled.
      pending = pending.without(100L * i + 10, 100L * i + (i == 3 ? 20 : 40));
    }
    assertThat(pending.behind()).hasSize(Pending.STRETCHES_MAX);
    assertThat(pending.within(300, 400))
        .containsExactly(new Stretch(300, 310), new Stretch(320, 400));
    Pending more = pending.without(10_000, 10_010);
    assertThat(more.behind()).hasSize(Pending.STRETCHES_MAX);
    BitSet again = positions(more, 10_000);
    again.andNot(positions(pending, 10_000));
    var piece = new BitSet();
    piece.set(310, 320);
    assertThat(again).isEqualTo(piece);
  }

  @Test
  void stretchesThatTouchOrOverlapAreNone() {
    assertThatThrownBy(() -> new Pending(List.of(new Stretch(1, 5)), 5))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pending(List.of(new Stretch(1, 5), new Stretch(5, 7)), 9))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Stretch(5, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pending.from(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Pending.from(3).without(5, 4))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
