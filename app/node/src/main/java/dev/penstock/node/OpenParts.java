package dev.penstock.node;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The parts that a process has opened, to be closed in the reverse order. One thread at a time. */
public final class OpenParts {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final String whole;

  /** None yet, of something that is called so in a message. */
  public OpenParts(String whole) {
    this.whole = whole;
  }

  /** Takes a part; gives it back. */
  public <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Closes every part, whatever becomes of the others.
   *
   * @throws IOException when one of them failed, with each failure as a suppressed exception
   */
  public void close() throws IOException {
    IOException failure = closeQuietly();
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** The same after something else went wrong, which is what the operator must know. */
  public IOException closeQuietly() {
    var failure = new IOException(whole + " did not end in order");
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // Owner of all parts: each is closed whatever became of the others.
        failure.addSuppressed(e);
      }
    }
    return failure;
  }
}
