package dev.penstock.passwords;

import dev.penstock.reception.PasswordHashing;
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
 * <p>The bytes that are hashed are wiped when that ends. The text they were made of is the
 * caller's, and stays in memory until it is collected. Safe for use by several threads.
 *
 * <p>Req: 62443-4-2 CR 1.5, CR 7.1
 */
public final class Passwords implements PasswordHashing, AutoCloseable {
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

  @Override
  public Hashed hash(String password) {
    byte[] utf8 =
        PasswordText.utf8(password)
            .orElseThrow(() -> new IllegalArgumentException("a password that is no text"));
    return inTurn(
            utf8,
            bytes -> {
              byte[] salt = drawn(StoredHash.SALT_BYTES);
              byte[] hash = derivation.derive(bytes, cost, salt, StoredHash.HASH_BYTES);
              return new Hashed.Made(StoredHash.of(cost, salt, hash).encoded());
            })
        .<Hashed>map(made -> made)
        .orElseGet(Hashed.Busy::new);
  }

  @Override
  public Checked check(String password, String hash) {
    return check(password, StoredHash.decode(hash));
  }

  @Override
  public Checked checkNothing(String password) {
    return check(password, Optional.empty());
  }

  private Checked check(String password, Optional<StoredHash> known) {
    Optional<byte[]> utf8 = PasswordText.utf8(password);
    StoredHash against = known.orElse(nobody);
    boolean isPossible = utf8.isPresent() && known.isPresent();
    return inTurn(
            utf8.orElse(NO_PASSWORD),
            bytes -> {
              boolean isSame = against.isOf(bytes, derivation);
              return isSame && isPossible ? Checked.RIGHT : Checked.WRONG;
            })
        .orElse(Checked.BUSY);
  }

  @Override
  public boolean needsRehash(String stored) {
    return StoredHash.decode(stored).map(found -> found.isCheaperThan(cost)).orElse(true);
  }

  /**
   * Works with the bytes of a password on one of our threads, when there is a turn, and wipes them;
   * empty when there are too many, or it took too long. A caller that is interrupted goes with
   * empty hands; the turn ends with the work, or there would be more at once than allowed.
   */
  private <T> Optional<T> inTurn(byte[] password, Function<byte[], T> work) {
    boolean isMyTurn = false;
    try {
      isMyTurn = enter();
      return isMyTurn ? Optional.of(begun(password, work).get()) : Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e);
    } finally {
      if (!isMyTurn) {
        Arrays.fill(password, (byte) 0);
      }
    }
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

  private <T> Future<T> begun(byte[] password, Function<byte[], T> work) {
    try {
      return threads.submit(() -> {
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
