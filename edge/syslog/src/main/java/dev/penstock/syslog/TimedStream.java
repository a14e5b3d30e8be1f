package dev.penstock.syslog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that tells whenever something came. */
final class TimedStream extends FilterInputStream {
  private final Runnable came;

  TimedStream(InputStream in, Runnable came) {
    super(in);
    this.came = came;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    came.run();
    return next;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    came.run();
    return count;
  }
}
