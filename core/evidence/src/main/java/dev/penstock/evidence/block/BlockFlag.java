package dev.penstock.evidence.block;

/** What a block is besides a block. Flags are summed in one field of the header. */
public enum BlockFlag {
  /** The first block with its boot counter. */
  BOOT,
  /** Records of several sources, sorted by (source, seq). */
  GROUP,
  /** Record 0 names the next key; the last block that the old key signs. */
  KEY_CHANGE,
  /** Record 0 repeats it; the first block that the new key signs. */
  KEY_CONFIRM,
  /** The first block of a chain that replaces another; record 0 names that one. */
  CHAIN_RESET;

  /** All flags together. */
  public static final int MASK = 31;

  /** The flag's bit. */
  public int bit() {
    return 1 << ordinal();
  }
}
