package dev.penstock.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What is handed to auditors, docs/formats/bundle.md. Safe for several threads. */
@FunctionalInterface
public interface BundleView {
  /**
   * Looks whether there can be a bundle; writes nothing yet.
   *
   * @param source its number
   * @param from ns since 1970
   * @param to not included
   * @param points names of those that shall be shown; empty for all
   * @param redacted names of points that shall be withheld
   */
  Prepared prepare(long source, long from, long to, List<String> points, List<String> redacted)
      throws IOException;

  /** What came of looking. */
  sealed interface Prepared {
    /** There can be one. */
    record Ready(Writing writing) implements Prepared {}

    /** There can be none. One sentence says what stands in the way. */
    record Impossible(String reason) implements Prepared {}
  }

  /** Writes it. */
  @FunctionalInterface
  interface Writing {
    void to(OutputStream out) throws IOException;
  }
}
