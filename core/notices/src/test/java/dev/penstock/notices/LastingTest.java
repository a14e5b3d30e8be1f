package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What lasts, and what was only so for a moment. */
class LastingTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void whatIsSoForAsLongAsTheBoundLasts() {
    var lasting = new Lasting(Duration.ofSeconds(10));
    assertThat(lasting.of(Set.of("plc-1"), -5 * SECOND)).isEmpty();
    assertThat(lasting.of(Set.of("plc-1", "plc-2"), 4 * SECOND)).isEmpty();
    assertThat(lasting.of(Set.of("plc-1", "plc-2"), 5 * SECOND)).containsExactly("plc-1");
    assertThat(lasting.of(Set.of("plc-1", "plc-2"), 14 * SECOND)).containsExactly("plc-1", "plc-2");
  }

  @Test
  void whatWasOverInBetweenBeginsAnew() {
    var lasting = new Lasting(Duration.ofSeconds(10));
    assertThat(lasting.of(Set.of("plc-1"), 0)).isEmpty();
    assertThat(lasting.of(Set.of(), 9 * SECOND)).isEmpty();
    assertThat(lasting.of(Set.of("plc-1"), 10 * SECOND)).isEmpty();
    assertThat(lasting.of(Set.of("plc-1"), 19 * SECOND)).isEmpty();
    assertThat(lasting.of(Set.of("plc-1"), 20 * SECOND)).containsExactly("plc-1");
  }

  @Test
  void aBoundBelowNothingIsRefused() {
    assertThatThrownBy(() -> new Lasting(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 s or more");
  }
}
