package dev.penstock.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A random source that remembers every secret it gave, to look for it on disks. */
final class Secrets implements RandomGenerator {
  private final SplittableRandom random;
  private final List<byte[]> given = new ArrayList<>();

  Secrets(long seed) {
    this.random = new SplittableRandom(seed);
  }

  @Override
  public long nextLong() {
    return random.nextLong();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    random.nextBytes(bytes);
    if (bytes.length == 32) {
      given.add(bytes.clone());
    }
  }

  /** The secret that was given last. */
  byte[] last() {
    return given.getLast().clone();
  }

  static boolean contains(byte[] where, byte[] what) {
    for (int at = 0; at + what.length <= where.length; at++) {
      int i = 0;
      while (i < what.length && where[at + i] == what[i]) {
        i++;
      }
      if (i == what.length) {
        return true;
      }
    }
    return false;
  }
}
