package dev.penstock.driving.schedule;

import java.nio.charset.StandardCharsets;

/**
 * Where in its period a group stands: drawn from names alone, so that it is the same after each
 * start, and another one for each device and group.
 */
final class Phases {
  // FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, and the mixing of SplitMix64 after it:
  // names that differ in their last letter alone must not stand side by side.
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Phases() {}

  /** From 0 to {@code below}, without it. */
  static long of(String device, String group, long below) {
    long hash = FNV_BASIS;
    for (byte each : (device + '\n' + group).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    hash ^= hash >>> 31;
    return Math.unsignedMultiplyHigh(hash, below);
  }
}
