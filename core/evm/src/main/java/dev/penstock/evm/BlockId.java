package dev.penstock.evm;

import dev.penstock.merkle.Decoded;

/** Names one block of one chain. */
public record BlockId(long chainId, long number, Keccak hash) {
  /** So many numbers stay free above the largest, so that nobody who counts on overflows. */
  static final long NUMBER_ROOM = 1 << 20;

  /** No number of 0..2^63 is longer. */
  private static final int DIGITS_MAX = 18;

  public BlockId {
    if (chainId < 1) {
      throw new IllegalArgumentException("chain id is " + chainId + ", must be 1 or more");
    }
    if (number < 0 || number > Long.MAX_VALUE - NUMBER_ROOM) {
      throw new IllegalArgumentException("block number is " + number);
    }
  }

  /** Three words: chain id, block number, block hash. */
  public String text() {
    return chainId + " " + number + " " + hash;
  }

  /** Reads the three words, with one blank between them. {@link #text} gives back the same. */
  public static Decoded<BlockId> decode(String text) {
    String[] words = text.split(" ", 4);
    if (words.length != 3) {
      return new Decoded.Malformed<>("a block is named by chain id, number and hash: " + text);
    }
    if (!isNumber(words[0]) || words[0].equals("0")) {
      return new Decoded.Malformed<>("chain id is no number above 0: " + words[0]);
    }
    if (!isNumber(words[1])) {
      return new Decoded.Malformed<>("block number is no number: " + words[1]);
    }
    return Keccak.decode(words[2])
        .<Decoded<BlockId>>map(hash ->
            new Decoded.Value<>(
                new BlockId(Long.parseLong(words[0]), Long.parseLong(words[1]), hash)))
        .orElseGet(
            () -> new Decoded.Malformed<>("block hash is not 0x and 64 digits: " + words[2]));
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty()
        && word.length() <= DIGITS_MAX
        && word.chars().allMatch(c -> c >= '0' && c <= '9')
        && (word.length() == 1 || word.charAt(0) != '0');
  }

  /** For people. */
  @Override
  public String toString() {
    return "block " + number + " of chain " + chainId + ", hash " + hash;
  }
}
