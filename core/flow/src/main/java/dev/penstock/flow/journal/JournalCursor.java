package dev.penstock.flow.journal;

import dev.penstock.evidence.record.RecordClass;
import java.io.Closeable;
import java.time.Duration;
import java.util.Set;

/**
 * One reader's place in a journal. The reader owns it and stores its position; the journal only
 * keeps in memory how far it got, to spare what it needs and to say how far behind it is. One
 * thread at a time reads; {@link #settle} and {@link #lag} may be called by any.
 */
public interface JournalCursor extends Closeable {
  String name();

  Set<RecordClass> classes();

  /** The position from which {@link #read} goes on. */
  long position();

  /**
   * Hands over the next frames in order, and moves behind those that were taken. Every byte was
   * checked before. Ends after about this many bytes, at the end, or where the consumer says so.
   *
   * @param bytesMax 1 or more; at least one frame is handed over
   */
  Reading read(FrameConsumer consumer, int bytesMax);

  /** Goes to another position, forward or back, and reads on from there. */
  void seek(long position);

  /** Waits until there is a frame to read, of whatever class; false when there is none by then. */
  boolean awaitMore(Duration wait) throws InterruptedException;

  /**
   * The reader has dealt with everything below this position and stored that it has: it would start
   * there again. Never moves back; not beyond {@link Journal#end()}.
   */
  default void settle(long position) {
    settle(0, position);
  }

  /**
   * The reader has dealt with everything from one position to before another, and stored that it
   * has. Stretches may be settled in any order; not beyond {@link Journal#end()}.
   */
  void settle(long from, long below);

  /** What is not settled. */
  Pending pending();

  /** The first position that is not settled. */
  default long settled() {
    return pending().first();
  }

  /** How many durable positions are not settled. */
  long lag();

  /** Unregisters the reader. */
  @Override
  void close();
}
