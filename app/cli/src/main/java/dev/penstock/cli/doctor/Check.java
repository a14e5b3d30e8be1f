package dev.penstock.cli.doctor;

import java.nio.file.Path;
import java.util.Optional;

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

  /**
   * The same for a check that also looks where the published head is kept.
   *
   * @param head the folder outside the ledger, when one was named
   */
  default Finding look(Path data, Optional<Path> head) {
    return look(data);
  }
}
