package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.merkle.Digest;
import dev.penstock.signature.VerificationKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which keys an observer takes blocks from. One thread at a time. */
public final class KeyBook {
  private final Map<Digest, KeyStatus> keys = new HashMap<>();

  /** What {@link #snapshot} gave last, until something changes. */
  private @Nullable Map<Digest, KeyStatus> unchanged;

  /** What is known of a kid. */
  public KeyStatus status(Digest kid) {
    return keys.getOrDefault(kid, new KeyStatus.Unknown());
  }

  /** What is known now; stays as it is and is safe for use by several threads. */
  public Function<Digest, KeyStatus> snapshot() {
    Map<Digest, KeyStatus> copy = unchanged == null ? Map.copyOf(keys) : unchanged;
    unchanged = copy;
    return kid -> copy.getOrDefault(kid, new KeyStatus.Unknown());
  }

  private void put(Digest kid, KeyStatus status) {
    keys.put(kid, status);
    unchanged = null;
  }

  /** Admits a key for blocks from this one on. */
  public void admit(VerificationKey key, String origin, ChainId chain, long from) {
    put(Block.kidOf(key), new KeyStatus.Known(key, origin, chain, from, Long.MAX_VALUE));
  }

  /** Withdraws a key. */
  public void revoke(Digest kid) {
    if (status(kid) instanceof KeyStatus.Known known) {
      put(kid, new KeyStatus.Revoked(known.origin(), known.chain()));
    }
  }

  /**
   * A block of the old key announced the next one: it follows from there, and the old key ends. The
   * first announcement stands.
   */
  void follow(Digest oldKid, Checked.Announcement announcement) {
    if (!(status(oldKid) instanceof KeyStatus.Known old)
        || status(Block.kidOf(announcement.next())) instanceof KeyStatus.Known) {
      return;
    }
    long from = announcement.from();
    admit(announcement.next(), old.origin(), old.chain(), from);
    put(oldKid, new KeyStatus.Known(old.key(), old.origin(), old.chain(), old.from(), from - 1));
  }
}
