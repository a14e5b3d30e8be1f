package dev.penstock.web;

import dev.penstock.evidence.record.ByteString;
import java.util.Optional;

/** The files of the console, as whoever built it hands them out. */
public interface Pages {
  /** A build without a console. */
  Pages NONE = _ -> Optional.empty();

  /** The file at a path below the console's address; the empty path is its first page. */
  Optional<Page> at(String path);

  /**
   * One file.
   *
   * @param tag changes with the content
   * @param isForEver true when the name itself changes with the content
   */
  record Page(ByteString content, String contentType, String tag, boolean isForEver) {}
}
