package dev.penstock.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.bench.bridge.NumberSet;
import dev.penstock.testkit.Seed;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static NumberSet numbers(long from, long to) {
    var set = new NumberSet();
    for (long number = from; number < to; number++) {
      set.add(number);
    }
    return set;
  }

  @Test
  void nothingIsLostWhenAllThatWasAcknowledgedIsSealed() {
    // 1,000 was published and is sealed, and its acknowledgement never came: that is no loss.
    Losses losses = Losses.of(1_001, numbers(0, 1_000), numbers(0, 1_001));
    assertThat(losses.findings()).isEmpty();
    assertThat(losses.lost()).isZero();
    assertThat(losses.sealed()).isEqualTo(1_001);
  }

  @Test
  void copiesAreCountedAndNoLoss() {
    NumberSet sealed = numbers(0, 100);
    sealed.add(7);
    sealed.add(7);
    Losses losses = Losses.of(100, numbers(0, 100), sealed);
    assertThat(losses.copies()).isEqualTo(2);
    assertThat(losses.findings()).isEmpty();
  }

  @Test
  void oneMessageOfManyThatIsNotSealedIsFoundByItsNumber() {
    var random = new SplittableRandom(Seed.value());
    for (int story = 0; story < 100; story++) {
      long gone = random.nextLong(10_000);
      NumberSet sealed = numbers(0, gone);
      for (long number = gone + 1; number < 10_000; number++) {
        sealed.add(number);
      }
      Losses losses = Losses.of(10_000, numbers(0, 10_000), sealed);
      assertThat(losses.lost()).as(Seed.describe()).isEqualTo(1);
      assertThat(losses.firstLost()).as(Seed.describe()).containsExactly(gone);
      assertThat(losses.findings())
          .singleElement()
          .asString()
          .contains("1 messages that the broker acknowledged are not sealed")
          .contains("[" + gone + "]");
    }
  }

  /** A copy of another does not stand in for it. */
  @Test
  void aCopyHidesNoLoss() {
    NumberSet sealed = numbers(0, 99);
    sealed.add(7);
    assertThat(Losses.of(100, numbers(0, 100), sealed).lost()).isEqualTo(1);
  }

  @Test
  void ofManyOnlyTheFirstAreShown() {
    Losses losses = Losses.of(100, numbers(0, 100), numbers(50, 100));
    assertThat(losses.lost()).isEqualTo(50);
    assertThat(losses.firstLost()).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void whatNobodyPublishedIsFound() {
    NumberSet sealed = numbers(0, 102);
    sealed.addStranger();
    Losses losses = Losses.of(100, numbers(0, 100), sealed);
    assertThat(losses.invented()).isEqualTo(3);
    assertThat(losses.findings())
        .singleElement()
        .asString()
        .contains("3 sealed records are of no message");
  }

  @Test
  void aRunInWhichNothingWasAcknowledgedShowsNothing() {
    assertThat(Losses.of(10, new NumberSet(), numbers(0, 10)).findings())
        .containsExactly("no message was acknowledged, so nothing is shown");
  }
}
