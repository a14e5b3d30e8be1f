package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.FakeClock;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Req: 62443-4-2 CR 1.11. */
class LockoutTest {
  private static final SecretHash HOME = SecretHash.of("device home");

  private final FakeClock clock = FakeClock.of();
  private final Lockout lockout = new Lockout(Settings.Guessing.DEFAULT);
  private int addressCount;

  private Moment now() {
    return new Moment(clock.instant(), clock.nanos());
  }

  /** From an address of its own each time, so that only the name counts. */
  private Lockout.Try stranger(String name) {
    return new Lockout.Try(name, true, null, false, "address " + addressCount++);
  }

  private static Lockout.Try home(@Nullable SecretHash place) {
    return new Lockout.Try("eva", true, place, true, "192.0.2.1");
  }

  @Test
  void theFifthWrongOneLocksForAMinute() {
    for (int i = 0; i < 5; i++) {
      assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
    }
    assertThat(lockout.begin(stranger("eva"), now()))
        .isEqualTo(new Lockout.Turn.NameLocked(Duration.ofMinutes(1)));
    assertThat(lockout.left("eva", now())).isEqualTo(Duration.ofMinutes(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
  }

  @Test
  void eachFurtherWrongOneLocksTwiceAsLongUpToAnHour() {
    for (int i = 0; i < 5; i++) {
      var _ = lockout.begin(stranger("eva"), now());
    }
    Duration expected = Duration.ofMinutes(1);
    for (int i = 0; i < 9; i++) {
      assertThat(lockout.left("eva", now())).isEqualTo(expected);
      clock.advance(expected);
      assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
      expected = expected.multipliedBy(2);
      expected = expected.compareTo(Duration.ofHours(1)) > 0 ? Duration.ofHours(1) : expected;
    }
  }

  @Test
  void aQuietDayMakesLocksShortAgain() {
    for (int i = 0; i < 5; i++) {
      var _ = lockout.begin(stranger("eva"), now());
    }
    clock.advance(Duration.ofHours(25));
    for (int i = 0; i < 4; i++) {
      var _ = lockout.begin(stranger("eva"), now());
      assertThat(lockout.left("eva", now())).isZero();
    }
  }

  @Test
  void wrongOnesOfLongAgoDoNotCount() {
    for (int i = 0; i < 20; i++) {
      assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
      clock.advance(Duration.ofMinutes(4));
    }
  }

  @Test
  void aRightOneForgetsTheWrongOnes() {
    for (int i = 0; i < 20; i++) {
      Lockout.Try attempt = stranger("eva");
      assertThat(lockout.begin(attempt, now())).isEqualTo(new Lockout.Turn.Judge());
      if (i % 4 == 3) {
        lockout.right(attempt);
      }
    }
  }

  @Test
  void whatCouldNotBeJudgedDoesNotCount() {
    for (int i = 0; i < 50; i++) {
      Lockout.Try attempt = stranger("eva");
      assertThat(lockout.begin(attempt, now())).isEqualTo(new Lockout.Turn.Judge());
      lockout.notJudged(attempt);
    }
    assertThat(lockout.left("eva", now())).isZero();
  }

  @Test
  void triesAtOnceAreAsManyAsOneByOne() {
    int judged = 0;
    for (int i = 0; i < 100; i++) {
      judged += lockout.begin(stranger("eva"), now()) instanceof Lockout.Turn.Judge ? 1 : 0;
    }
    assertThat(judged).isEqualTo(5);
  }

  @Test
  void oneAddressCannotWalkThroughNames() {
    for (int i = 0; i < 20; i++) {
      var attempt = new Lockout.Try("name " + i, false, null, false, "192.0.2.9");
      assertThat(lockout.begin(attempt, now())).isEqualTo(new Lockout.Turn.Judge());
    }
    var attempt = new Lockout.Try("eva", true, null, false, "192.0.2.9");
    assertThat(lockout.begin(attempt, now()))
        .isEqualTo(new Lockout.Turn.AddressWaits(Duration.ofMinutes(1)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(lockout.begin(attempt, now())).isEqualTo(new Lockout.Turn.Judge());
  }

  @Test
  void aThiefAtTheKnownDeviceHasAsFewTriesAsAnybody() {
    for (int i = 0; i < 5; i++) {
      assertThat(lockout.begin(home(HOME), now())).isEqualTo(new Lockout.Turn.Judge());
    }
    assertThat(lockout.begin(home(HOME), now())).isInstanceOf(Lockout.Turn.NameLocked.class);
    assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
  }

  @Test
  void strangersNeverLockAKnownDevice() {
    Property.forAll(Gen.seeds())
        .cases(200, 5_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          var guard = new Lockout(Settings.Guessing.DEFAULT);
          var time = FakeClock.of();
          for (int i = 0; i < 200; i++) {
            var at = new Moment(time.instant(), time.nanos());
            boolean isKnown = random.nextInt(10) == 0;
            SecretHash other = random.nextBoolean() ? null : SecretHash.of("device other");
            var attempt =
                isKnown
                    ? home(HOME)
                    : new Lockout.Try("eva", true, other, false, "192.0.2." + random.nextInt(3));
            Lockout.Turn turn = guard.begin(attempt, at);
            if (isKnown) {
              assertThat(turn).isEqualTo(new Lockout.Turn.Judge());
              guard.right(attempt);
            }
            if (random.nextInt(20) == 0) {
              time.set(time.instant().plusSeconds(random.nextInt(-5_000, 5_000)));
            }
            time.advance(Duration.ofSeconds(random.nextInt(90)));
          }
        });
  }

  @Test
  void aNameThatNobodyHasLocksLikeAnother() {
    for (int i = 0; i < 5; i++) {
      var attempt = new Lockout.Try("nobody", false, null, false, "a" + i);
      assertThat(lockout.begin(attempt, now())).isEqualTo(new Lockout.Turn.Judge());
    }
    assertThat(lockout.begin(new Lockout.Try("nobody", false, null, false, "b"), now()))
        .isEqualTo(new Lockout.Turn.NameLocked(Duration.ofMinutes(1)));
  }

  @Test
  void aFloodOfStrangeNamesForgetsNoLockOfAPerson() {
    for (int i = 0; i < 5; i++) {
      var _ = lockout.begin(stranger("eva"), now());
    }
    for (int i = 0; i < 2 * Lockout.STRANGE_NAMES_MAX; i++) {
      var _ = lockout.begin(new Lockout.Try("n" + i, false, null, false, "a" + i), now());
    }
    assertThat(lockout.left("eva", now())).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void somebodyInChargeUnlocks() {
    for (int i = 0; i < 5; i++) {
      var _ = lockout.begin(stranger("eva"), now());
      var _ = lockout.begin(home(HOME), now());
    }
    lockout.unlock("eva");
    assertThat(lockout.begin(stranger("eva"), now())).isEqualTo(new Lockout.Turn.Judge());
    assertThat(lockout.begin(home(HOME), now())).isEqualTo(new Lockout.Turn.Judge());
  }

  @Test
  void settingTheClockBackMakesNoLockLonger() {
    for (int i = 0; i < 5; i++) {
      var _ = lockout.begin(stranger("eva"), now());
    }
    clock.set(clock.instant().minus(Duration.ofDays(3)));
    clock.advance(Duration.ofMinutes(1));
    assertThat(lockout.left("eva", now())).isZero();
  }
}
