package dev.penstock.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a soak has shown.
 *
 * @param findings what is wrong; empty when nothing was lost and nothing grew
 * @param heap of the live objects; empty when it was looked at too seldom
 * @param resident memory of the node's process; likewise
 */
record Verdict(
    Losses losses, Optional<Growth> heap, Optional<Growth> resident, List<String> findings) {
  /** A start fills caches, and knows each topic once. */
  private static final long HEAP_ALLOWANCE_BYTES = 8_000_000;

  /** Compiled code, buffers of the database, stacks. */
  private static final long RESIDENT_ALLOWANCE_BYTES = 32_000_000;

  Verdict {
    findings = List.copyOf(findings);
  }

  /**
   * Judges a run.
   *
   * @param fsck what {@code fsck} found
   * @param restarts of the broker; a run without one shows nothing
   */
  static Verdict of(
      Losses losses, List<Long> heap, List<Long> resident, List<String> fsck, long restarts) {
    Optional<Growth> live = Growth.of(heap, HEAP_ALLOWANCE_BYTES);
    Optional<Growth> all = Growth.of(resident, RESIDENT_ALLOWANCE_BYTES);
    List<String> found = new ArrayList<>(losses.findings());
    fsck.forEach(line -> found.add("fsck: " + line));
    live.flatMap(growth -> growth.finding("heap")).ifPresent(found::add);
    all.flatMap(growth -> growth.finding("memory of the process")).ifPresent(found::add);
    if (live.isEmpty()) {
      found.add(
          "the heap was looked at %d times, fewer than %d: the run was too short"
              .formatted(heap.size(), Growth.SAMPLES_MIN));
    }
    if (restarts == 0) {
      found.add("the broker was never restarted: the run was too short");
    }
    return new Verdict(losses, live, all, found);
  }

  boolean isSound() {
    return findings.isEmpty();
  }
}
