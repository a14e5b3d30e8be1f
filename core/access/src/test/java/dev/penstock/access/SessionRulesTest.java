package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 2.5, 62443-4-2 CR 2.6. */
class SessionRulesTest {
  private static final Settings.Sitting SITTING = Settings.Sitting.DEFAULT;

  private final FakeClock clock = FakeClock.of();

  private static Moment at(FakeClock clock) {
    return new Moment(clock.instant(), clock.nanos());
  }

  private static Session session(Moment now, boolean isDisplay) {
    return new Session(
        Bytes.random(new SplittableRandom(1), 16),
        PersonId.random(new SplittableRandom(2)),
        Way.PASSWORD,
        "192.0.2.1",
        now,
        now,
        isDisplay,
        false,
        false,
        new Proof(Way.PASSWORD, now));
  }

  private static SessionState stateOf(SessionRules.Life life) {
    return ((SessionRules.Life.Goes) life).session().state();
  }

  @Test
  void aSessionLocksAfterAQuarterOfAnHourAlone() {
    Session session = session(at(clock), false);
    clock.advance(Duration.ofMinutes(15).minusNanos(1));
    assertThat(stateOf(SessionRules.at(session, at(clock), SITTING)))
        .isEqualTo(SessionState.SIGNED_IN);
    clock.advance(Duration.ofNanos(1));
    assertThat(stateOf(SessionRules.at(session, at(clock), SITTING)))
        .isEqualTo(SessionState.LOCKED);
  }

  @Test
  void activityKeepsItOpenAndTwelveHoursEndIt() {
    Session session = session(at(clock), false);
    for (int i = 0; i < 71; i++) {
      clock.advance(Duration.ofMinutes(10));
      session = session.active(at(clock));
      assertThat(stateOf(SessionRules.at(session, at(clock), SITTING)))
          .isEqualTo(SessionState.SIGNED_IN);
    }
    clock.advance(Duration.ofMinutes(10));
    assertThat(SessionRules.at(session, at(clock), SITTING))
        .isEqualTo(new SessionRules.Life.Over());
  }

  @Test
  void lockingForgetsTheProof() {
    Session session = session(at(clock), false);
    assertThat(SessionRules.isSteppedUp(session, at(clock), SITTING)).isTrue();
    assertThat(SessionRules.isSteppedUp(session.locked(), at(clock), SITTING)).isFalse();
    clock.advance(Duration.ofMinutes(5));
    assertThat(SessionRules.isSteppedUp(session, at(clock), SITTING)).isFalse();
  }

  @Test
  void aDisplayLooksAndNeverLocksButEnds() {
    Session display = session(at(clock), true);
    clock.advance(Duration.ofHours(11));
    assertThat(stateOf(SessionRules.at(display, at(clock), SITTING)))
        .isEqualTo(SessionState.SIGNED_IN);
    clock.advance(Duration.ofHours(1));
    assertThat(SessionRules.at(display, at(clock), SITTING))
        .isEqualTo(new SessionRules.Life.Over());
  }

  @Test
  void onlyACertificateOfWhoLooksMakesADisplay() {
    var looks = List.of(Grant.of(Role.VIEWER));
    var works = List.of(Grant.of(Role.VIEWER), Grant.of(Role.ENGINEER));
    var now = clock.instant();
    assertThat(SessionRules.isDisplay(Way.CERTIFICATE, looks, now)).isTrue();
    assertThat(SessionRules.isDisplay(Way.CERTIFICATE, works, now)).isFalse();
    assertThat(SessionRules.isDisplay(Way.CERTIFICATE, List.of(), now)).isFalse();
    assertThat(SessionRules.isDisplay(Way.PASSWORD, looks, now)).isFalse();
    for (Role role : Role.values()) {
      assertThat(SessionRules.isDisplay(Way.CERTIFICATE, List.of(Grant.of(role)), now))
          .as(role.name())
          .isEqualTo(role == Role.VIEWER);
    }
  }

  /** By either clock, whatever somebody does to the one on the wall. */
  @Test
  void aSessionNeverOutlivesItsLimits() {
    Property.forAll(Gen.seeds())
        .cases(500, 20_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var time = FakeClock.of();
          Session session = session(at(time), false);
          long startNanos = time.nanos();
          long activeNanos = time.nanos();
          for (int i = 0; i < 100; i++) {
            time.advance(Duration.ofSeconds(random.nextInt(1_500)));
            if (random.nextInt(4) == 0) {
              time.set(time.instant().plusSeconds(random.nextInt(-100_000, 1_000)));
            }
            boolean isOver = time.nanos() - startNanos >= SITTING.whole().toNanos();
            boolean isIdle = time.nanos() - activeNanos >= SITTING.idle().toNanos();
            switch (SessionRules.at(session, at(time), SITTING)) {
              case SessionRules.Life.Over() -> {
                return;
              }
              case SessionRules.Life.Goes(var aged) -> {
                assertThat(isOver).isFalse();
                if (isIdle) {
                  assertThat(aged.isLocked()).isTrue();
                }
                session = aged;
              }
            }
            if (!session.isLocked() && random.nextBoolean()) {
              session = session.active(at(time));
              activeNanos = time.nanos();
            }
          }
        });
  }
}
