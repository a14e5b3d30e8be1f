package dev.penstock.flow.index;

import java.io.IOException;

/** The index contradicts itself or the log: it is thrown away and made again. */
public final class IndexDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  public IndexDamagedException(String message) {
    super(message);
  }

  public IndexDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
