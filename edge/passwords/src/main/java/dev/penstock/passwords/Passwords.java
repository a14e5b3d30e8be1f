package dev.penstock.passwords;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Makes hashes of passwords and compares passwords with them. Each takes time and memory on
 * purpose, so only a few are under way at a time, on threads of their own, and only so many wait:
 * whoever floods the door gets {@code Busy}, and the rest of the node goes on.
 *
 * <p>A comparison costs one hashing, whatever comes of it: also where there is nobody of that name,
 * where the stored hash cannot be read, and where the password is none that anybody could have. So
 * its time says nothing of which it was. Hashes of a cost that is not the usual one any more take
 * the time of theirs, until they are made anew.
 *
 * <p>What is typed stays the caller's, who wipes it; copies made here are wiped when the hashing
 * ends, but for what {@link PasswordText} says. Safe for use by several threads.
 *
 * <p>Req: 62443-4-2 CR 1.5, CR 7.1
 */
public final class Passwords implements AutoCloseable {
  /** Hashed where there is no password to hash, so that this takes its time too. */
  private static final byte[] NO_PASSWORD = {};

  private final Argon2Cost cost;
  private final HashingLimits limits;
  private final SecureRandom random;
  private final Derivation derivation;

  /** Compared with where there is no stored hash; nobody knows a password of it. */
  private final StoredHash nobody;

  /** One for each that is hashed or waits. */
  private final Semaphore places;

  /** One for each that is hashed. */
  private final Semaphore turns;

  // Platform threads: on virtual ones a hashing would hold a carrier that others need.
  private final ExecutorService threads;

  public Passwords(Argon2Cost cost, HashingLimits limits, SecureRandom random) {
    this(cost, limits, random, Derivation.ARGON2ID);
  }

  Passwords(Argon2Cost cost, HashingLimits limits, SecureRandom random, Derivation derivation) {
    this.cost = cost;
    this.limits = limits;
    this.random = random;
    this.derivation = derivation;
    this.nobody = StoredHash.of(cost, drawn(StoredHash.SALT_BYTES), drawn(StoredHash.HASH_BYTES));
    this.places = new Semaphore(limits.atOnce() + limits.waitingMost());
    this.turns = new Semaphore(limits.atOnce(), true);
    this.threads =
        Executors.newFixedThreadPool(
            limits.atOnce(), Thread.ofPlatform().daemon().name("password-", 0).factory());
  }

  private byte[] drawn(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return drawn;
  }

  /** Makes the hash of a new password. */
  public Hashed hash(char[] typed) throws InterruptedException {
    if (!enter()) {
      return new Hashed.Busy();
    }
    Optional<byte[]> password = PasswordText.utf8(typed);
    if (password.isEmpty()) {
      leave();
      return new Hashed.Unusable();
    }
    return inTurn(
        password.get(),
        bytes -> {
          byte[] salt = drawn(StoredHash.SALT_BYTES);
          byte[] hash = derivation.derive(bytes, cost, salt, StoredHash.HASH_BYTES);
          return new Hashed.Fresh(StoredHash.of(cost, salt, hash).encoded());
        });
  }

  /**
   * Compares a password with a stored hash.
   *
   * @param stored empty where there is nobody of that name, or nobody with a password: it costs as
   *     much, and is wrong
   */
  public Checked check(char[] typed, Optional<String> stored) throws InterruptedException {
    if (!enter()) {
      return new Checked.Busy();
    }
    Optional<byte[]> password = PasswordText.utf8(typed);
    Optional<StoredHash> known = stored.flatMap(StoredHash::decode);
    StoredHash against = known.orElse(nobody);
    boolean isPossible = password.isPresent() && known.isPresent();
    return inTurn(
        password.orElse(NO_PASSWORD),
        bytes -> {
          boolean isSame = against.isOf(bytes, derivation);
          return isSame && isPossible
              ? new Checked.Right(against.isOtherThan(cost))
              : new Checked.Wrong();
        });
  }

  /**
   * Whether a stored hash was made otherwise than new ones are now. True for one that cannot be
   * read.
   */
  public boolean needsRehash(String stored) {
    return StoredHash.decode(stored).map(found -> found.isOtherThan(cost)).orElse(true);
  }

  /** Waits for a turn; false when there are too many, or it took too long. */
  private boolean enter() throws InterruptedException {
    if (!places.tryAcquire()) {
      return false;
    }
    boolean isMyTurn = false;
    try {
      isMyTurn = turns.tryAcquire(limits.waitMost().toNanos(), TimeUnit.NANOSECONDS);
      return isMyTurn;
    } finally {
      if (!isMyTurn) {
        places.release();
      }
    }
  }

  private void leave() {
    turns.release();
    places.release();
  }

  /**
   * Works with the bytes of a password on one of our threads, and wipes them. A caller that is
   * interrupted goes; the turn ends with the work, or there would be more at once than allowed.
   */
  private <T> T inTurn(byte[] password, Function<byte[], T> work) throws InterruptedException {
    Future<T> result;
    try {
      result =
          threads.submit(() -> {
            try {
              return work.apply(password);
            } finally {
              Arrays.fill(password, (byte) 0);
              leave();
            }
          });
    } catch (RejectedExecutionException e) {
      Arrays.fill(password, (byte) 0);
      leave();
      throw new IllegalStateException("the passwords are closed", e);
    }
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    return turns.getQueueLength();
  }

  /** Ends the threads; a hashing that is under way is finished. */
  @Override
  public void close() {
    threads.close();
  }
}
