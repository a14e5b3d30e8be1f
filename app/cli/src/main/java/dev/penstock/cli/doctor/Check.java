package dev.penstock.cli.doctor;

import java.nio.file.Path;

/** One thing the doctor looks at. */
public interface Check {
  /** One or two words that stand before the finding. */
  String name();

  /**
   * Looks, without changing anything.
   *
   * @param data the data folder, which may not exist yet
   */
  Finding look(Path data);
}
