package dev.penstock.flow.devices;

import dev.penstock.evidence.block.ChainId;
import java.io.IOException;
import java.util.OptionalLong;

/** Which entry of the log a device's block is. */
public interface LeafLookup {
  /** The entry of a block; empty when it is none, or not known yet. */
  OptionalLong find(ChainId chain, long seq) throws IOException;

  /** Every entry below this is known. */
  long indexed();
}
