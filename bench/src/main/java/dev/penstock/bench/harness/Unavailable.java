package dev.penstock.bench.harness;

import java.io.IOException;

/**
 * Something that a bench needs is not on this machine; the message says in one line how to get it.
 */
public final class Unavailable extends IOException {
  private static final long serialVersionUID = 1L;

  public Unavailable(String message) {
    super(message);
  }
}
