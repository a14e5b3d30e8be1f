package dev.penstock.merkle;

/** Takes the complete subtree hashes of a growing tree as they come into being. */
public interface HashSink {
  /** Ignores every hash. */
  HashSink NONE = (level, index, source, at) -> {};

  /**
   * The root of the complete subtree over leaves {@code [index << level, (index + 1) << level)}.
   *
   * @param source holds the 32 bytes from {@code at} on, and only until this call returns
   */
  void accept(int level, long index, byte[] source, int at);
}
