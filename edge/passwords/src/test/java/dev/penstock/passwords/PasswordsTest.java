package dev.penstock.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.reception.PasswordHashing.Checked;
import dev.penstock.reception.PasswordHashing.Hashed;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hashes are made and compared, a few at a time. Req: 62443-4-2 CR 1.5, CR 7.1. */
@Timeout(300)
class PasswordsTest {
  private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
  private static final Argon2Cost DEARER = new Argon2Cost(128, 1, 1);
  private static final HashingLimits NO_WAIT = new HashingLimits(2, 1, Duration.ZERO);
  private static final HashingLimits ONE_WAITS = new HashingLimits(2, 1, Duration.ofSeconds(30));
  private static final String RIGHT = "a horse of some colour";
  private static final String WRONG = "a horse of some color";

  private static Passwords passwords(Argon2Cost cost) {
    return new Passwords(cost, HashingLimits.USUAL, new SecureRandom());
  }

  private static String stored(Passwords passwords, String typed) {
    return switch (passwords.hash(typed)) {
      case Hashed.Made(var hash) -> hash;
      case Hashed.Busy() -> throw new AssertionError("no hash");
    };
  }

  @Test
  void theRightPasswordIsRightAndAnotherIsNot() {
    try (Passwords passwords = passwords(CHEAP)) {
      String stored = stored(passwords, RIGHT);
      assertThat(passwords.check(RIGHT, stored)).isEqualTo(Checked.RIGHT);
      assertThat(passwords.check(WRONG, stored)).isEqualTo(Checked.WRONG);
    }
  }

  @Test
  void theUsualCostIsWrittenIntoTheHash() {
    try (Passwords passwords = passwords(Argon2Cost.USUAL)) {
      String stored = stored(passwords, RIGHT);
      assertThat(stored).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSize(97);
      assertThat(passwords.check(RIGHT, stored)).isEqualTo(Checked.RIGHT);
    }
  }

  @Test
  void onePasswordHasAnotherHashEachTime() {
    try (Passwords passwords = passwords(CHEAP)) {
      assertThat(stored(passwords, RIGHT)).isNotEqualTo(stored(passwords, RIGHT));
    }
  }

  @Test
  void aHashOfAnotherCostIsRightAndIsMadeAnew() {
    try (Passwords before = passwords(CHEAP);
        Passwords now = passwords(DEARER)) {
      String stored = stored(before, RIGHT);
      assertThat(now.check(RIGHT, stored)).isEqualTo(Checked.RIGHT);
      assertThat(now.check(WRONG, stored)).isEqualTo(Checked.WRONG);
      assertThat(now.needsRehash(stored)).isTrue();
      assertThat(before.needsRehash(stored)).isFalse();
      assertThat(now.needsRehash("what is this")).isTrue();
    }
  }

  @Test
  void aPasswordThatCannotBeOneIsNotHashedAndNeverRight() {
    try (Passwords passwords = passwords(CHEAP)) {
      String none = "tab\tbed";
      assertThatThrownBy(() -> passwords.hash(none)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> passwords.hash("")).isInstanceOf(IllegalArgumentException.class);
      assertThat(passwords.check(none, stored(passwords, RIGHT))).isEqualTo(Checked.WRONG);
    }
  }

  /** An empty text is hashed where there is no password; a stored hash of it opens nothing. */
  @Test
  void aStoredHashOfNothingIsNobodysPassword() {
    byte[] salt = new byte[16];
    byte[] ofNothing = Derivation.ARGON2ID.derive(new byte[0], CHEAP, salt, 32);
    String stored = StoredHash.of(CHEAP, salt, ofNothing).encoded();
    try (Passwords passwords = passwords(CHEAP)) {
      assertThat(passwords.check("", stored)).isEqualTo(Checked.WRONG);
      assertThat(passwords.check("\t", stored)).isEqualTo(Checked.WRONG);
    }
  }

  /** Whatever is wrong, it costs one hashing at the usual cost. */
  @Test
  void whateverIsWrongCostsTheSame() {
    List<Argon2Cost> costs = new ArrayList<>();
    Derivation noting =
        (password, cost, salt, bytes) -> {
          costs.add(cost);
          return Derivation.ARGON2ID.derive(password, cost, salt, bytes);
        };
    try (var passwords = new Passwords(CHEAP, HashingLimits.USUAL, new SecureRandom(), noting)) {
      String stored = stored(passwords, RIGHT);
      costs.clear();
      assertThat(passwords.check(WRONG, stored)).isEqualTo(Checked.WRONG);
      assertThat(passwords.checkNothing(RIGHT)).isEqualTo(Checked.WRONG);
      assertThat(passwords.check(RIGHT, "damaged")).isEqualTo(Checked.WRONG);
      assertThat(passwords.check("\t", stored)).isEqualTo(Checked.WRONG);
      assertThat(costs).containsExactly(CHEAP, CHEAP, CHEAP, CHEAP);
    }
  }

  @Test
  void theBytesOfThePasswordAreWiped() {
    var held = new HeldUp();
    held.let.release(1);
    try (var passwords = new Passwords(CHEAP, ONE_WAITS, new SecureRandom(), held)) {
      assertThat(passwords.hash(RIGHT)).isInstanceOf(Hashed.Made.class);
    }
    assertThat(held.passwords.getFirst()).hasSize(RIGHT.length()).containsOnly(0);
  }

  @Test
  void whoComesWhenAllPlacesAreTakenIsToldAtOnce() throws Exception {
    var held = new HeldUp();
    try (var passwords = new Passwords(CHEAP, ONE_WAITS, new SecureRandom(), held);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Hashed>> calls = start(callers, 3, () -> passwords.hash(RIGHT));
      held.begun.acquire(2);
      while (passwords.waiting() < 1) {
        Thread.onSpinWait();
      }
      assertThat(passwords.hash(RIGHT)).isEqualTo(new Hashed.Busy());
      assertThat(passwords.checkNothing(RIGHT)).isEqualTo(Checked.BUSY);

      held.let.release(3);
      for (Future<Hashed> call : calls) {
        assertThat(call.get()).isInstanceOf(Hashed.Made.class);
      }
      assertThat(held.most).as("at once").hasValue(2);
      held.let.release(1);
      assertThat(passwords.hash(RIGHT)).as("then").isInstanceOf(Hashed.Made.class);
    }
  }

  @Test
  void whoWaitedTooLongIsToldSo() throws Exception {
    var held = new HeldUp();
    try (var passwords = new Passwords(CHEAP, NO_WAIT, new SecureRandom(), held);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Hashed>> calls = start(callers, 2, () -> passwords.hash(RIGHT));
      held.begun.acquire(2);
      assertThat(passwords.hash(RIGHT)).isEqualTo(new Hashed.Busy());
      held.let.release(2);
      for (Future<Hashed> call : calls) {
        assertThat(call.get()).isInstanceOf(Hashed.Made.class);
      }
    }
  }

  /** Else a flood of callers that hang up would have more hashed at once than is allowed. */
  @Test
  void aCallerThatGoesKeepsItsPlaceUntilTheWorkHasEnded() throws Exception {
    var held = new HeldUp();
    try (var passwords = new Passwords(CHEAP, NO_WAIT, new SecureRandom(), held);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Hashed>> calls = start(callers, 2, () -> passwords.hash(RIGHT));
      held.begun.acquire(2);
      assertThat(calls).allMatch(call -> call.cancel(true));
      assertThat(passwords.hash(RIGHT)).isEqualTo(new Hashed.Busy());
      held.let.release(2);
    }
    assertThat(held.passwords).allMatch(bytes -> Arrays.equals(bytes, new byte[RIGHT.length()]));
  }

  @Test
  void aHashingThatFailsGivesItsPlaceBack() {
    Derivation failing =
        (password, cost, salt, bytes) -> {
          throw new IllegalStateException("out of order");
        };
    try (var passwords = new Passwords(CHEAP, NO_WAIT, new SecureRandom(), failing)) {
      for (int i = 0; i < 5; i++) {
        assertThatThrownBy(() -> passwords.hash(RIGHT))
            .isInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("out of order");
      }
    }
  }

  @Test
  void afterItIsClosedNothingIsHashed() {
    Passwords passwords = passwords(CHEAP);
    passwords.close();
    assertThatThrownBy(() -> passwords.hash(RIGHT)).hasMessageContaining("closed");
  }

  private static <T> List<Future<T>> start(ExecutorService callers, int many, Callable<T> call) {
    var started = new ArrayList<Future<T>>();
    for (int i = 0; i < many; i++) {
      started.add(callers.submit(call));
    }
    return started;
  }
}
