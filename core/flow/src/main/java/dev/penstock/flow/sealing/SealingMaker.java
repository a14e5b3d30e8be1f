package dev.penstock.flow.sealing;

import dev.penstock.evidence.block.ChainId;
import dev.penstock.evidence.block.SaltedTree;
import dev.penstock.merkle.Hands;
import dev.penstock.signature.Signer;
import java.util.random.RandomGenerator;

/**
 * Who makes the blocks.
 *
 * @param origin of all its chains
 * @param boot counter of this run
 * @param random where K of each block comes from, and the id of each chain; nobody else can guess
 *     it
 * @param hands hash the records of a block
 */
public record SealingMaker(
    String origin, long boot, Signer signer, RandomGenerator random, Hands hands) {
  /** Who makes them alone. */
  public SealingMaker(String origin, long boot, Signer signer, RandomGenerator random) {
    this(origin, boot, signer, random, Hands.ONE);
  }

  ChainId freshChain() {
    return ChainId.of(fresh(ChainId.BYTES));
  }

  byte[] freshKey() {
    return fresh(SaltedTree.KEY_BYTES);
  }

  private byte[] fresh(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }
}
