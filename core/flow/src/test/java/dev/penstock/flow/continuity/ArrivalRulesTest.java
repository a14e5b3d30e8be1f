package dev.penstock.flow.continuity;

import static dev.penstock.flow.continuity.Records.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class ArrivalRulesTest {
  private final ArrivalRules rules = new ArrivalRules(ContinuityRules.DEFAULT);

  @Test
  void recordsInTimeAndOrderGiveNothing() {
    for (int i = 0; i < 100; i++) {
      rules.took(1, i, at(i), at(i + 1));
    }
    rules.took(1, 100, null, at(200));

    assertThat(rules.close()).isEmpty();
  }

  @Test
  void aBufferThatIsSentAfterAnOutageIsLateOnceWithItsCountAndRange() {
    rules.took(1, 10, at(0), at(500));
    rules.took(1, 11, at(100), at(501));
    rules.took(1, 12, at(500), at(502));

    assertThat(rules.close())
        .singleElement()
        .satisfies(said -> {
          assertThat(said.source()).isEqualTo(1);
          assertThat(said.finding().code()).isEqualTo("LATE");
          assertThat(said.finding().count()).isEqualTo(2);
          assertThat(said.finding().first()).isEqualTo(10);
          assertThat(said.finding().last()).isEqualTo(11);
          assertThat(said.finding().since()).isEqualTo(at(500));
          assertThat(said.finding().text())
              .isEqualTo("2 records later than their source time, at most by PT8M20S.");
        });
    assertThat(rules.close()).isEmpty();
  }

  @Test
  void anOlderSourceTimeThanBeforeIsOutOfOrderAcrossIntervalsToo() {
    rules.took(1, 0, at(100), at(100));
    assertThat(rules.close()).isEmpty();
    rules.took(1, 1, at(90), at(101));
    rules.took(2, 0, at(90), at(101));

    assertThat(rules.close())
        .extracting(Said::source, said -> said.finding().code(), said -> said.finding().count())
        .containsExactly(tuple(1L, "REORDERED", 1L));
  }

  @Test
  void pointsOfOneSourceThatTakeTurnsAreInOrder() {
    rules.took(1, 0, at(100), at(100));
    rules.took(1, 1, at(99), at(100));

    assertThat(rules.close()).isEmpty();
  }

  @Test
  void aSourceClockFarAheadIsAFindingAndSpoilsNoOrder() {
    rules.took(1, 0, at(1_000_000), at(100));
    rules.took(1, 1, at(101), at(101));

    assertThat(rules.close())
        .extracting(said -> said.finding().code())
        .containsExactly("CLOCK_AHEAD");
  }

  @Test
  void findingsComeBySource() {
    rules.took(9, 0, at(0), at(500));
    rules.took(3, 0, at(0), at(500));
    rules.took(5, 0, at(0), at(500));

    assertThat(rules.close()).extracting(Said::source).containsExactly(3L, 5L, 9L);
  }
}
