package dev.penstock.passwords;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A derivation that begins and then waits until it is let go; it notes what it was given. */
final class HeldUp implements Derivation {
  final Semaphore begun = new Semaphore(0);
  final Semaphore let = new Semaphore(0);
  final List<byte[]> passwords = new CopyOnWriteArrayList<>();
  final AtomicInteger now = new AtomicInteger();
  final AtomicInteger most = new AtomicInteger();

  @Override
  public byte[] derive(byte[] password, Argon2Cost cost, byte[] salt, int hashBytes) {
    passwords.add(password);
    int _ = most.accumulateAndGet(now.incrementAndGet(), Math::max);
    begun.release();
    let.acquireUninterruptibly();
    int _ = now.decrementAndGet();
    return new byte[hashBytes];
  }
}
