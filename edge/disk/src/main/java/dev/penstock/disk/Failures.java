package dev.penstock.disk;

import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** What went wrong on another thread, as an exception of this one. */
final class Failures {
  private Failures() {}

  /** The I/O failure inside, to be thrown; what else went wrong is thrown at once. */
  static IOException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException failure -> failure;
      case RuntimeException wrong -> throw wrong;
      case Error wrong -> throw wrong;
      case null -> new IOException("failed without a reason", e);
      default -> new IOException(e.getCause());
    };
  }
}
