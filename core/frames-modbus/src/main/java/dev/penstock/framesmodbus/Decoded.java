package dev.penstock.framesmodbus;

/** What stands at the beginning of bytes that came from a peer. */
public sealed interface Decoded<T> {
  /**
   * A whole frame.
   *
   * @param lengthBytes how many bytes it took; the next frame begins behind them
   */
  record Message<T>(T message, int lengthBytes) implements Decoded<T> {}

  /**
   * Not yet a whole frame, and nothing wrong so far.
   *
   * @param wantedBytes how many bytes there must be, from the frame's first on, before it is worth
   *     looking again; never more than a frame can have
   */
  record Incomplete<T>(int wantedBytes) implements Decoded<T> {}

  /**
   * No frame, and where the next one begins is not known: the connection must be closed, or the
   * line heard until it is silent.
   *
   * @param at which byte is wrong, from the frame's first on
   */
  record Malformed<T>(int at, String reason) implements Decoded<T> {}
}
