package dev.penstock.bench.hash;

import dev.penstock.bench.harness.Bench;
import dev.penstock.bench.harness.Contest;
import dev.penstock.bench.harness.Crew;
import dev.penstock.bench.harness.Knob;
import dev.penstock.bench.harness.Settings;
import java.util.Arrays;
import java.util.List;

/** Records hashed into the trees of blocks, on one thread and on all. */
public final class HashBench implements Bench {
  private static final long SEED = 1;

  private static final Knob RECORD_BYTES = new Knob("record_bytes", 128, "length of a record");
  private static final Knob BLOCK_LEAVES = new Knob("block_leaves", 256, "records in a block");

  @Override
  public String name() {
    return "hash";
  }

  @Override
  public String purpose() {
    return "SHA-256 of leaf and tree: records hashed into blocks";
  }

  @Override
  public List<Knob> knobs() {
    return List.of(RECORD_BYTES, BLOCK_LEAVES);
  }

  @Override
  public List<Contest> contests(Settings settings) {
    Blocks blocks =
        Blocks.random(
            Math.toIntExact(settings.knob(RECORD_BYTES.name())),
            Math.toIntExact(settings.knob(BLOCK_LEAVES.name())),
            SEED);
    requireSameRoots(blocks);
    return List.of(
        new Contest("one_thread", "records/s", new ProductHash(blocks), new HashLimit(blocks)),
        new Contest(
            "all_cores",
            "records/s",
            new Crew(settings.threads(), () -> new ProductHash(blocks)),
            HashLimit.onThreads(settings.threads(), blocks)));
  }

  /** A limit that hashes something else would be no limit. */
  private static void requireSameRoots(Blocks blocks) {
    var product = new ProductHash(blocks);
    var limit = new HashLimit(blocks);
    for (int block = 0; block < blocks.blockCount(); block++) {
      if (!Arrays.equals(product.hashBlock(block), limit.hashBlock(block))) {
        throw new IllegalStateException("product and limit differ on block " + block);
      }
    }
  }
}
