package dev.penstock.driving.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.penstock.driving.DeviceIdentity;
import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SupervisionTest {
  private final FakeClock clock = FakeClock.of();
  private final Supervision link = new Supervision(new SplittableRandom(1), now());

  private Moment now() {
    return new Moment(clock.instant(), clock.nanos());
  }

  private Duration waitsAfterAFailure(Supervision of) {
    of.connecting(now());
    of.failed("refused", now());
    return untilDue(of);
  }

  private Duration untilDue(Supervision of) {
    long until = ((LinkState.Waiting) of.state()).untilNanos();
    Duration waits = Duration.ofNanos(until - clock.nanos());
    assertThat(of.isDue(until - 1)).isFalse();
    assertThat(of.isDue(until)).isTrue();
    clock.advance(waits);
    return waits;
  }

  private void run(Supervision of, Duration lasts) {
    of.connecting(now());
    of.opened(now());
    of.planned(now());
    clock.advance(lasts);
    of.failed("dropped", now());
  }

  @Test
  void aNewLinkIsTriedAtOnce() {
    assertThat(link.isDue(clock.nanos())).isTrue();
    assertThat(link.state())
        .isInstanceOfSatisfying(
            LinkState.Waiting.class, state -> assertThat(state.attempt()).isEqualTo(1));
  }

  @Test
  void eachFailureDoublesTheWaitUpToAMinute() {
    Property.forAll(Gen.seeds())
        .holds(seed -> {
          var tried = new Supervision(new SplittableRandom(seed), now());
          long[] most = {2, 4, 8, 16, 32, 60, 60, 60};
          for (long each : most) {
            assertThat(waitsAfterAFailure(tried))
                .isBetween(
                    Duration.ofSeconds(1).plusMillis(1_000L * (each / 2 - 1)),
                    Duration.ofSeconds(each));
          }
          assertThat(((LinkState.Waiting) tried.state()).attempt()).isEqualTo(9);
        });
  }

  @Test
  void linksThatFailTogetherAreNotTriedTogether() {
    Set<Duration> waits = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      boolean _ = waits.add(waitsAfterAFailure(new Supervision(new SplittableRandom(i), now())));
    }
    assertThat(waits).hasSizeGreaterThan(95);
  }

  @Test
  void aDeviceThatAcceptsAndDropsIsNotHammered() {
    var start = clock.instant();
    for (int i = 0; i < 1_000; i++) {
      run(link, Duration.ofMillis(5));
      Duration _ = untilDue(link);
    }
    assertThat(Duration.between(start, clock.instant())).isGreaterThan(Duration.ofHours(8));
    assertThat(link.figures().sessions()).isEqualTo(1_000);
    assertThat(link.figures().failures()).isEqualTo(1_000);
  }

  @Test
  void afterALinkThatLastedTheWaitIsShortAgain() {
    for (int i = 0; i < 20; i++) {
      Duration _ = waitsAfterAFailure(link);
    }
    run(link, Supervision.LASTED.minusNanos(1));
    assertThat(untilDue(link)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    run(link, Supervision.LASTED);
    assertThat(((LinkState.Waiting) link.state()).attempt()).isEqualTo(1);
    assertThat(untilDue(link)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(waitsAfterAFailure(link)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void eachStepIsAStateWithItsTime() {
    assertThat(link.state().word()).isEqualTo("waiting");
    clock.advance(Duration.ofSeconds(1));
    link.connecting(now());
    assertThat(link.state()).isEqualTo(new LinkState.Connecting(clock.instant(), 1));
    clock.advance(Duration.ofSeconds(1));
    link.opened(now());
    assertThat(link.state()).isEqualTo(new LinkState.Planning(clock.instant()));
    clock.advance(Duration.ofSeconds(1));
    link.planned(now());
    assertThat(link.state()).isEqualTo(new LinkState.Running(clock.instant()));
    assertThat(link.isDue(Long.MAX_VALUE)).isFalse();
    link.close("closed", now());
    link.close("again", now());
    assertThat(link.state()).isEqualTo(new LinkState.Closed(clock.instant(), "closed"));
    assertThat(link.isDue(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void whatHappensOutOfTurnIsAnErrorOfOurs() {
    assertThatIllegalStateException().isThrownBy(() -> link.opened(now()));
    assertThatIllegalStateException().isThrownBy(() -> link.failed("no", now()));
    link.connecting(now());
    assertThatIllegalStateException().isThrownBy(() -> link.connecting(now()));
    assertThatIllegalStateException().isThrownBy(() -> link.planned(now()));
    link.close("closed", now());
    assertThatIllegalStateException().isThrownBy(() -> link.failed("no", now()));
  }

  @Test
  void figuresSayWhatBecameOfIt() {
    link.connecting(now());
    link.opened(now());
    var who = new DeviceIdentity("Example", "PLC", "1", Map.of());
    link.identified(who);
    link.planned(now());
    link.answered(clock.instant());
    link.read();
    link.read();
    link.crashed("an error", now());
    LinkFigures figures = link.figures();
    assertThat(figures.attempts()).isEqualTo(1);
    assertThat(figures.sessions()).isEqualTo(1);
    assertThat(figures.reads()).isEqualTo(2);
    assertThat(figures.failures()).isEqualTo(1);
    assertThat(figures.crashes()).isEqualTo(1);
    assertThat(figures.lastReason()).isEqualTo("an error");
    assertThat(figures.identity()).contains(who);
    assertThat(figures.lastAnswered()).contains(clock.instant());
  }

  @Test
  void aReasonIsOneLineOfBoundedLength() {
    link.connecting(now());
    link.failed("first\nsecond\u001b[31m" + "x".repeat(10_000), now());
    assertThat(link.figures().lastReason())
        .hasSize(500)
        .startsWith("first?second?[31mxxx")
        .endsWith("x...");
  }

  @Test
  void aClockThatIsSetChangesNoWait() {
    link.connecting(now());
    link.failed("refused", now());
    long until = ((LinkState.Waiting) link.state()).untilNanos();
    clock.set(clock.instant().plus(Duration.ofDays(400)));
    assertThat(link.isDue(clock.nanos())).isFalse();
    assertThat(link.isDue(until)).isTrue();
  }
}
