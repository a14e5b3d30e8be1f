package dev.penstock.evidence.block;

/** What a block is besides a block. Flags are summed in one field of the header. */
public enum BlockFlag {
  /** The first block with its boot counter. */
  BOOT(1),
  /** Records of several sources, sorted by (source, seq). */
  GROUP(2),
  /** Record 0 names the next key; the last block that the old key signs. */
  KEY_CHANGE(4),
  /** Record 0 repeats it; the first block that the new key signs. */
  KEY_CONFIRM(8),
  /** The first block of a chain that replaces another; record 0 names that one. */
  CHAIN_RESET(16),
  /** The maker makes no heartbeat until the next block; never in a group chain. */
  SLEEP(32);

  /** All flags together. */
  public static final int MASK = 63;

  private final int bit;

  BlockFlag(int bit) {
    this.bit = bit;
  }

  /** The flag's bit. */
  public int bit() {
    return bit;
  }
}
