package dev.penstock.flow.index;

import dev.penstock.flow.journal.Extent;
import dev.penstock.flow.journal.ExtentReading;

/** Hands out the bytes of extents: a journal, or something that remembers what it read of one. */
@FunctionalInterface
public interface PayloadSource {
  /**
   * Reads the bytes of an extent.
   *
   * @param into takes the bytes from its beginning on
   */
  ExtentReading read(Extent extent, byte[] into);
}
