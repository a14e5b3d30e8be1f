package dev.penstock.flow;

import dev.penstock.merkle.Digest;
import java.io.IOException;
import java.time.Instant;

/**
 * The last published size and root, kept where a copy of the ledger's folder does not reach: on
 * another disk, in a TPM, at a witness. Without it nobody at this place can tell a folder that was
 * replaced as a whole by an older one. One thread at a time.
 */
public interface PublishedHead {
  /** What is known of the log that was published last under this origin. */
  sealed interface Reading {
    /** Nothing was published yet. */
    record Nothing() implements Reading {}

    /**
     * Nothing was kept here, and the operator said that this place is new to a log that has
     * published before.
     */
    record Adopted() implements Reading {}

    /** This was. */
    record Known(long size, Digest root, Instant time) implements Reading {}

    /** Something was kept here, and it cannot be read. */
    record Unreadable(String detail) implements Reading {}

    /** There is no such place: nobody here can see a rollback of the whole folder. */
    record NoPlace() implements Reading {}
  }

  /** Reads what was kept last. */
  Reading read(String origin) throws IOException;

  /**
   * Keeps this as the last; durable on return. The caller has read what was there and found it no
   * larger.
   */
  void advance(String origin, long size, Digest root, Instant time) throws IOException;

  /** For a node that has no such place. */
  PublishedHead NONE =
      new PublishedHead() {
        @Override
        public Reading read(String origin) {
          return new Reading.NoPlace();
        }

        @Override
        public void advance(String origin, long size, Digest root, Instant time) {
          // Nowhere to keep it.
        }
      };
}
