package dev.penstock.flow.index;

import dev.penstock.evidence.block.Block;
import dev.penstock.evidence.record.ByteString;
import java.util.List;

/**
 * Some records of a block, and hashes in the place of the others: docs/formats/bundle.md §5.
 *
 * @param runs how many are withheld, shown, withheld, and so on
 * @param hashes of the largest subtrees that are all withheld
 * @param salts of the records that are shown
 * @param records those that are shown, back to back
 * @param shown how many these are
 */
public record BlockExcerpt(
    List<Integer> runs, ByteString hashes, ByteString salts, ByteString records, int shown) {
  public BlockExcerpt {
    runs = List.copyOf(runs);
  }

  /** Shows nothing of a block. */
  public static BlockExcerpt nothingOf(Block block) {
    return Excerpts.nothingOf(block);
  }
}
