package dev.penstock.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When people are told that a part is hindered. */
class HindrancesTest {
  private static final long PASSING = Hindrances.PASSING.toNanos();
  private static final List<String> WAITING = List.of("the index does not go on: 3 of 5 blocks");

  private final Hindrances hindrances = new Hindrances();

  @Test
  void whatPassesIsNoNews() {
    assertThat(hindrances.of(WAITING, Set.of(), 0)).isEmpty();
    assertThat(hindrances.of(WAITING, Set.of(), PASSING - 1)).isEmpty();
    assertThat(hindrances.of(List.of(), Set.of(), PASSING)).isEmpty();
    assertThat(hindrances.of(WAITING, Set.of(), PASSING + 1)).as("it begins anew").isEmpty();
  }

  @Test
  void whatLastsIsToldAsItIsNow() {
    assertThat(hindrances.of(WAITING, Set.of(), 0)).isEmpty();
    List<String> later = List.of("the index does not go on: 4 of 5 blocks", "anchors are late");
    assertThat(hindrances.of(later, Set.of(), PASSING))
        .containsOnlyKeys("the index does not go on")
        .hasEntrySatisfying(
            "the index does not go on", said -> assertThat(said.text()).endsWith("4 of 5 blocks"));
  }

  @Test
  void whatWasToldBeforeARestartIsNotOverForAMoment() {
    Set<String> told = Set.of("the index does not go on", "anchors are late");
    assertThat(hindrances.of(WAITING, told, 0)).containsOnlyKeys("the index does not go on");
    assertThat(hindrances.of(List.of(), told, 1)).isEmpty();
  }
}
