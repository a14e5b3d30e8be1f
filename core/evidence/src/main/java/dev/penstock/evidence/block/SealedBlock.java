package dev.penstock.evidence.block;

/** A block just made, and the message that carries it with its records. */
public final class SealedBlock {
  private final Block block;
  private final byte[] message;

  SealedBlock(Block block, byte[] message) {
    this.block = block;
    this.message = message;
  }

  public Block block() {
    return block;
  }

  /** A copy of the message, docs/formats/block.md §5. */
  public byte[] message() {
    return message.clone();
  }
}
