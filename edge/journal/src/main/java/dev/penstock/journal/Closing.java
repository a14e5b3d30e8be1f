package dev.penstock.journal;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things, all of them, whatever one of them says. */
final class Closing {
  private Closing() {}

  /** Closes all that are there and throws the first failure, with the others in it. */
  static void all(@Nullable Closeable... things) throws IOException {
    var failure = new IOException("could not close");
    all(failure, things);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  /** Closes all that are there; failures are added to one that is under way. */
  static void all(Throwable underWay, @Nullable Closeable... things) {
    for (Closeable thing : things) {
      try {
        if (thing != null) {
          thing.close();
        }
      } catch (IOException e) {
        underWay.addSuppressed(e);
      }
    }
  }
}
