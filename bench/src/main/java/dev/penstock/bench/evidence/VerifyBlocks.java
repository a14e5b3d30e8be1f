package dev.penstock.bench.evidence;

import dev.penstock.bench.harness.Budget;
import dev.penstock.bench.harness.Side;
import dev.penstock.bench.harness.Work;
import dev.penstock.evidence.chain.BlockChecker;
import dev.penstock.evidence.chain.Checked;
import dev.penstock.evidence.chain.KeyTrust;
import dev.penstock.signature.Signatures;

/** The product: each message checked as it comes from outside. */
public final class VerifyBlocks implements Side {
  private final DeviceBlocks blocks;
  private final BlockChecker checker;
  private final KeyTrust trust;

  public VerifyBlocks(DeviceBlocks blocks, Signatures signatures) {
    this.blocks = blocks;
    this.checker = new BlockChecker(signatures);
    this.trust = blocks.trust();
  }

  @Override
  public Work run(Budget budget) {
    long count = 0;
    long checksum = 0;
    for (int i = 0; !budget.isSpent(); i = (i + 1) % blocks.count()) {
      checksum ^= check(i);
      count += blocks.blockRecords();
    }
    return new Work(count, checksum);
  }

  /** Checks one message, which is valid, and answers something of its link. */
  public long check(int index) {
    return switch (checker.check(blocks.message(index), trust)) {
      case Checked.Valid(var block, var _, var _) -> block.link().hashCode();
      case Checked.Refused refused ->
          throw new IllegalStateException("a good block is refused: " + refused);
    };
  }
}
