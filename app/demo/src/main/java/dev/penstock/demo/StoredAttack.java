package dev.penstock.demo;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Something done to the folder of a node that has ended.
 *
 * @param by what must notice it
 */
record StoredAttack(String done, FolderCheck.Way by, Deed deed) {
  /** What is done. */
  @FunctionalInterface
  interface Deed {
    /**
     * Does it.
     *
     * @param data a copy of the folder
     * @param older a copy of the same folder as it was before
     */
    void on(Path data, Path older) throws IOException;
  }
}
