package dev.penstock.evm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The blocks an auditor says are part of their chains. Each comes from the auditor: from a node of
 * their own, or from explorers they believe, and never with the proof that is being checked.
 */
public final class ChainTrust {
  /** Trusts no block. */
  public static final ChainTrust NONE = of();

  private final Map<Place, BlockId> blocks;

  private record Place(long chainId, long number) {}

  private ChainTrust(Map<Place, BlockId> blocks) {
    this.blocks = blocks;
  }

  /** Trusts these; throws when two of them cannot both be part of one chain. */
  public static ChainTrust of(Collection<BlockId> trusted) {
    var blocks = new LinkedHashMap<Place, BlockId>();
    for (BlockId block : trusted) {
      BlockId before = blocks.put(new Place(block.chainId(), block.number()), block);
      if (before != null && !before.equals(block)) {
        throw new IllegalArgumentException(
            "a chain has one block of a number, not both " + before + " and " + block.hash());
      }
    }
    return new ChainTrust(blocks);
  }

  /** Trusts these. */
  public static ChainTrust of(BlockId... trusted) {
    return of(List.of(trusted));
  }

  /** The block of this number that is trusted. */
  Optional<BlockId> at(long chainId, long number) {
    return Optional.ofNullable(blocks.get(new Place(chainId, number)));
  }

  /** True when any block of this chain is trusted. */
  boolean knows(long chainId) {
    return blocks.values().stream().anyMatch(block -> block.chainId() == chainId);
  }
}
