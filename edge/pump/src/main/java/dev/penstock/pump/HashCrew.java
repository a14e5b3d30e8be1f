package dev.penstock.pump;

import dev.penstock.merkle.Hands;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands for hashing: as many as the machine has processors, the caller's own among them. Whoever
 * has a work does its pieces himself, and the helpers take what he has not come to. They work for
 * one at a time; who comes meanwhile, or when the crew has ended, does all of it alone.
 */
public final class HashCrew implements Hands, Closeable {
  private final ReentrantLock taken = new ReentrantLock();
  private final List<Thread> helpers = new ArrayList<>();

  /** One place for each helper: a work that nobody has come to yet is not offered again. */
  private final BlockingQueue<Work> works;

  /** One work; its pieces are handed out by counting. */
  private static final class Work {
    private final Piece piece;
    private final int pieces;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Work(int pieces, Piece piece) {
      this.pieces = pieces;
      this.piece = piece;
      this.left = new CountDownLatch(pieces);
    }

    void help(int hand) {
      for (int number = next.getAndIncrement(); number < pieces; number = next.getAndIncrement()) {
        try {
          piece.run(hand, number);
        } catch (RuntimeException | Error e) {
          // The owner of the work throws it on, when nobody writes into his arrays any more.
          boolean _ = failure.compareAndSet(null, e);
        } finally {
          left.countDown();
        }
      }
    }

    /** Pieces are short; an interrupt waits until the last is done, and stays set. */
    void awaitAll() {
      boolean isInterrupted = false;
      while (left.getCount() > 0) {
        try {
          left.await();
        } catch (InterruptedException e) {
          isInterrupted = true;
        }
      }
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("a piece was not done", failed);
      }
    }
  }

  /** A crew of so many hands, at work at once. */
  public HashCrew(int hands) {
    if (hands < 1) {
      throw new IllegalArgumentException(hands + " hands, must be 1 or more");
    }
    this.works = new ArrayBlockingQueue<>(hands);
    for (int hand = 1; hand < hands; hand++) {
      int own = hand;
      helpers.add(Thread.ofPlatform().name("hash-" + hand).daemon().start(() -> run(own)));
    }
  }

  /** A crew of this machine's size. */
  public static HashCrew ofThisMachine() {
    return new HashCrew(Runtime.getRuntime().availableProcessors());
  }

  private void run(int hand) {
    try {
      while (true) {
        works.take().help(hand);
      }
    } catch (InterruptedException e) {
      // Only close() interrupts.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public int count() {
    return helpers.size() + 1;
  }

  @Override
  public void each(int pieces, Piece piece) {
    if (pieces < 2 || helpers.isEmpty() || !taken.tryLock()) {
      ONE.each(pieces, piece);
      return;
    }
    try {
      var work = new Work(pieces, piece);
      for (int i = 1; i < Math.min(count(), pieces); i++) {
        boolean _ = works.offer(work);
      }
      work.help(0);
      work.awaitAll();
      // Who did not wake in time must not find it: it holds the arrays of the caller.
      while (works.remove(work)) {
        // One for each helper.
      }
    } finally {
      taken.unlock();
    }
  }

  /** Ends the helpers; who has a work under way finishes it alone. */
  @Override
  public void close() {
    helpers.forEach(Thread::interrupt);
    helpers.forEach(Ending::of);
  }
}
