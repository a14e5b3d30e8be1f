package dev.penstock.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.flow.journal.JournalFault;
import dev.penstock.flow.journal.JournalFinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SetAsideTest {
  private static final Optional<JournalFinding> FULL =
      Optional.of(new JournalFinding(JournalFault.DISK_FULL, "a file", "no space left"));

  private final SetAside<Integer> aside = new SetAside<>();

  private static List<Integer> numbers(int from, int below) {
    return IntStream.range(from, below).boxed().toList();
  }

  @Test
  void whatThereIsNoPlaceForComesBack() {
    assertThat(aside.add(numbers(0, SetAside.COUNT_MAX - 1), FULL)).isEmpty();
    assertThat(aside.add(List.of(-1, -2, -3), FULL)).containsExactly(-2, -3);
    assertThat(aside.add(List.of(-4), Optional.empty())).containsExactly(-4);
    assertThat(aside.count()).isEqualTo(SetAside.COUNT_MAX);
  }

  @Test
  void whatIsPutBackStandsFirstAgain() {
    assertThat(aside.add(numbers(0, 20), Optional.empty())).isEmpty();
    List<Integer> taken = aside.take();
    assertThat(taken).isEqualTo(numbers(0, SetAside.TOGETHER_MAX));
    aside.putBack(taken, FULL);
    assertThat(aside.count()).isEqualTo(20);
    assertThat(aside.why()).isEqualTo(FULL);
    assertThat(aside.isTime()).as("at once after a try that failed").isFalse();
    assertThat(aside.take()).isEqualTo(taken);
    aside.done();
    assertThat(aside.isTime()).as("the rest, after one that did not").isTrue();
    assertThat(aside.why()).as("while some are left").isPresent();
    assertThat(aside.take()).isEqualTo(numbers(SetAside.TOGETHER_MAX, 20));
    aside.done();
    assertThat(aside.isEmpty()).isTrue();
    assertThat(aside.why()).isEmpty();
  }

  @Test
  void whatWasNotTriedIsDueAtOnce() {
    assertThat(aside.add(List.of(1), Optional.empty())).isEmpty();
    assertThat(aside.isTime()).isTrue();
    assertThat(aside.why()).isEmpty();
  }

  @Test
  void whatGoesOutLeavesTheOthersInTheirOrder() {
    assertThat(aside.add(numbers(0, 6), FULL)).isEmpty();
    assertThat(aside.removeIf(number -> number % 2 == 0)).containsExactly(0, 2, 4);
    assertThat(aside.count()).isEqualTo(3);
    assertThat(aside.take()).containsExactly(1, 3, 5);
  }

  @Test
  void allCanGoOut() {
    assertThat(aside.add(numbers(0, 3), FULL)).isEmpty();
    assertThat(aside.clear()).containsExactly(0, 1, 2);
    assertThat(aside.isEmpty()).isTrue();
  }
}
