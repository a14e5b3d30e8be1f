package dev.penstock.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Those who are at the provider now, by their state. Each is taken once and within ten minutes;
 * where too many wait, the oldest goes. Safe for use by several threads.
 */
final class PendingTries {
  /** Time to type a password and to fetch a second factor. */
  static final Duration AGE_MAX = Duration.ofMinutes(10);

  /** Some 500 bytes each; far more than people sign in within ten minutes. */
  static final int COUNT_MAX = 10_000;

  private final InstantSource clock;

  /**
   * By the digest of the state, in the order they began: looking one up tells nothing of others.
   */
  private final LinkedHashMap<String, PendingTry> tries = new LinkedHashMap<>();

  PendingTries(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void add(String state, PendingTry begun) {
    dropOld();
    if (tries.size() >= COUNT_MAX) {
      var _ = tries.pollFirstEntry();
    }
    var _ = tries.put(key(state), begun);
  }

  synchronized Optional<PendingTry> take(String state) {
    dropOld();
    // A clock that was set back leaves the order of time.
    Instant oldest = clock.instant().minus(AGE_MAX);
    return Optional.ofNullable(tries.remove(key(state)))
        .filter(begun -> !begun.startedAt().isBefore(oldest));
  }

  synchronized int count() {
    return tries.size();
  }

  private void dropOld() {
    Instant oldest = clock.instant().minus(AGE_MAX);
    Map.Entry<String, PendingTry> first = tries.firstEntry();
    while (first != null && first.getValue().startedAt().isBefore(oldest)) {
      var _ = tries.pollFirstEntry();
      first = tries.firstEntry();
    }
  }

  private static String key(String state) {
    return Base64Url.encode(IdTokenJudge.digest("SHA-256", state));
  }
}
