package dev.penstock.flow.index;

import dev.penstock.flow.journal.Extent;
import java.io.IOException;
import java.util.Optional;

/** Says where the parts of a block are kept. Nothing it says needs to be believed. */
interface BlockPlaces {
  /** Where the extents of a block stand in the journal of extents. */
  Optional<Extent> extentsOf(long entry) throws IOException;

  /** The {@link Cover} of a block; empty where none is kept. */
  byte[] coverOf(long entry) throws IOException;
}
