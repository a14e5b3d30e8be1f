package dev.penstock.flow.index;

import java.io.IOException;

/** Is shown what an indexer reads, in the order of the log, so that nobody reads it twice. */
public interface BlockWatch {
  /** Watches nothing. */
  BlockWatch NONE =
      new BlockWatch() {
        @Override
        public void read(BlockContent content) {}

        @Override
        public void passed(long entry) {}
      };

  /** The records of an entry that are there; the same entry may be shown again. */
  void read(BlockContent content) throws IOException;

  /** All of this entry and of those before it was shown that can be. */
  void passed(long entry);
}
