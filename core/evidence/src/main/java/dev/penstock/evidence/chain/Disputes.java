package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Sha256;
import dev.penstock.merkle.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Contradictions that were told, so that each new one is told with its proof while the same one
 * sent a thousand times is not: 16 new ones in an hour, the rest is counted under a rolling digest.
 */
final class Disputes {
  /** So many are remembered, and so many new ones are told in an hour. */
  static final int KEPT_MAX = 16;

  static final long HOUR_NANOS = 3_600_000_000_000L;
  static final Digest START = Digest.of(new byte[Digest.BYTES]);

  /** One that was told, and how often it came. */
  record Told(Digest key, long count) {}

  long hour;
  int fresh;
  long more;
  Digest rolling = START;

  /** Oldest first. */
  List<Told> told = new ArrayList<>();

  Disputes copy() {
    var copy = new Disputes();
    copy.hour = hour;
    copy.fresh = fresh;
    copy.more = more;
    copy.rolling = rolling;
    copy.told = new ArrayList<>(told);
    return copy;
  }

  /** Names a contradiction by what is wrong and with which block. */
  static Digest key(String what, Digest link) {
    return Sha256.of(what.getBytes(StandardCharsets.US_ASCII), link.bytes());
  }

  boolean isKnown(Digest key) {
    return told.stream().anyMatch(one -> one.key().equals(key));
  }

  /** Takes one in: how often it came so far when that is to be told now, else 0. */
  long take(Digest key) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).key().equals(key)) {
        long count = told.get(i).count() + 1;
        told.set(i, new Told(key, count));
        return Long.bitCount(count) == 1 ? count : 0;
      }
    }
    if (fresh == KEPT_MAX) {
      more++;
      rolling = Sha256.of(rolling.bytes(), key.bytes());
      return 0;
    }
    fresh++;
    if (told.size() == KEPT_MAX) {
      var _ = told.remove(0);
    }
    told.add(new Told(key, 1));
    return 1;
  }

  /**
   * True when another hour has begun; the budget is then new, {@link #more} is what was counted.
   */
  boolean isOver(long now) {
    return now / HOUR_NANOS > hour;
  }

  void begin(long now) {
    hour = Math.max(hour, now / HOUR_NANOS);
    fresh = 0;
    more = 0;
    rolling = START;
  }
}
