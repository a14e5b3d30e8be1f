package dev.penstock.evidence.chain;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.record.ByteString;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A store of blocks in memory, for replays and tests. One thread at a time. */
public final class SeenBlocks implements BlockLookup {
  private final Map<ChainId, Map<Long, Stored>> chains = new HashMap<>();

  @Override
  public @Nullable Stored find(ChainId chain, long seq) {
    Map<Long, Stored> blocks = chains.get(chain);
    return blocks == null ? null : blocks.get(seq);
  }

  /** Takes in a block that made a leaf; the newest of a number wins. */
  public void add(Block block) {
    chains
        .computeIfAbsent(block.header().chain(), _ -> new HashMap<>())
        .put(block.header().seq(), new Stored(block.link(), ByteString.of(block.leaf())));
  }
}
