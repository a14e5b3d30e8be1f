package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.signature.VerificationKey;
import java.util.List;

/** What the observer's trust says about a kid and a chain, at the time a block arrives. */
public sealed interface KeyStatus {
  /** Nobody has admitted this key. */
  record Unknown() implements KeyStatus {}

  /** Admitted for blocks of this chain. */
  record Known(VerificationKey key, String origin, ChainId chain, List<Range> ranges)
      implements KeyStatus {
    public Known {
      ranges = List.copyOf(ranges);
    }

    /** Admitted for one range of blocks, by a person. */
    public Known(VerificationKey key, String origin, ChainId chain, long from, long to) {
      this(key, origin, chain, List.of(new Range(from, to, true)));
    }

    /** True when it may sign this block. */
    public boolean covers(long seq) {
      return ranges.stream().anyMatch(range -> range.covers(seq));
    }

    /** True when it may sign this block because a person said so, not an older key. */
    boolean isByPerson(long seq) {
      return ranges.stream().anyMatch(range -> range.isByPerson() && range.covers(seq));
    }
  }

  /** Admitted, but for other chains only; one of them is named. */
  record Elsewhere(VerificationKey key, String origin, ChainId chain) implements KeyStatus {}

  /** Admitted once, and withdrawn since. */
  record Revoked(String origin, ChainId chain) implements KeyStatus {}

  /**
   * Blocks that a key may sign.
   *
   * @param from first block
   * @param to last block; {@link Long#MAX_VALUE} while the key is in use
   * @param isByPerson false when an older key announced it
   */
  record Range(long from, long to, boolean isByPerson) {
    public Range {
      if (from < 0 || to < from) {
        throw new IllegalArgumentException("a key for blocks " + from + " to " + to);
      }
    }

    boolean isOpen() {
      return to == Long.MAX_VALUE;
    }

    boolean covers(long seq) {
      return from <= seq && seq <= to;
    }
  }
}
