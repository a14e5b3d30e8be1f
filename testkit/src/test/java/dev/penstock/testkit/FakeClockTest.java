package dev.penstock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {
  private final FakeClock clock = FakeClock.at(Instant.parse("2026-03-01T12:00:00Z"));

  @Test
  void itStandsUntilItIsMoved() {
    assertThat(clock.instant()).isEqualTo(clock.instant());
    clock.advance(Duration.ofSeconds(90));
    assertThat(clock.instant()).isEqualTo("2026-03-01T12:01:30Z");
    assertThat(clock.nanos()).isEqualTo(90_000_000_000L);
    assertThat(FakeClock.of().instant()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void setBackItStillCountsOn() {
    clock.advance(Duration.ofSeconds(1));
    clock.set(Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(clock.nanos()).isEqualTo(1_000_000_000L);
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo("2020-01-01T00:00:01Z");
    assertThatIllegalArgumentException().isThrownBy(() -> clock.advance(Duration.ofNanos(-1)));
  }
}
