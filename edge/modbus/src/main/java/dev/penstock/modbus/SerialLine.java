package dev.penstock.modbus;

import java.io.Closeable;
import java.io.IOException;

/** A serial line that is open. Used by one thread; closed by any, which ends what it does. */
interface SerialLine extends Closeable {
  /**
   * Takes what came, waiting until something does, at most so long.
   *
   * @return how many bytes; 0 where none came
   */
  int read(byte[] into, int at, long waitNanos) throws IOException, InterruptedException;

  /** Hands bytes to the line; they may leave later than this returns. */
  void write(byte[] frame) throws IOException, InterruptedException;

  @Override
  void close();
}
